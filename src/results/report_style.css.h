// The style sheet of report.html, as one string.
#pragma once

#include <string_view>

namespace roentgen::results {

inline constexpr std::string_view kReportStyle = R"css(
:root{--ground:#f5f6f7;--card:#fff;--text:#1a2026;--soft:#58636e;--line:#dbe0e5;--accent:#1f5f8b;
--urgent:#b3261e;--soon:#8f5b00;--routine:#2b6a3f;--none:#5a6570;--bar:#c5ced6;--bar-on:#1f5f8b;--notice:#fdf3dc;--notice-text:#5c4300}
@media (prefers-color-scheme:dark){:root{--ground:#101316;--card:#181c20;--text:#e2e6ea;--soft:#9aa5b0;--line:#2b3138;--accent:#7fbbe3;
--urgent:#ff8a80;--soon:#f0b55a;--routine:#7ecb95;--none:#9aa5b0;--bar:#3a424a;--bar-on:#7fbbe3;--notice:#2a2414;--notice-text:#ecd595}}
*{box-sizing:border-box}
html{color-scheme:light dark;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
header,main,footer{max-width:1180px;margin:0 auto;padding:0 24px}
header{padding-top:28px}
h1{font-size:22px;font-weight:600;margin:0;letter-spacing:-.01em}
h2{font-size:16px;font-weight:600;margin:0;overflow-wrap:anywhere}
h3{font-size:13px;font-weight:600;margin:20px 0 6px}
h3:empty{display:none}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.sub{color:var(--soft);margin:2px 0 14px}
.notice{background:var(--notice);color:var(--notice-text);border-radius:6px;padding:8px 14px;margin:0 0 18px}
.counts{display:flex;flex-wrap:wrap;gap:8px 22px;margin:0 0 14px;padding:0;list-style:none;font-variant-numeric:tabular-nums}
.counts b{font-size:18px;font-weight:600;margin-right:5px}
.tag{display:inline-block;white-space:nowrap;font-weight:600}
.tag::before{content:"";display:inline-block;width:9px;height:9px;border-radius:50%;background:currentColor;margin-right:7px}
.urgent{color:var(--urgent)}.soon{color:var(--soon)}.routine{color:var(--routine)}.not_read,.failed{color:var(--none)}
.failed::before{border-radius:1px}.not_read::before{background:none;border:2px solid currentColor}
.panel{background:var(--card);border:1px solid var(--line);border-radius:8px}
.list{overflow-x:auto;margin-bottom:26px}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:middle;padding:7px 12px;border-bottom:1px solid var(--line)}
tbody tr:last-child>*{border-bottom:0}
.list thead th{font-size:13px;color:var(--soft);font-weight:600;white-space:nowrap;background:var(--card)}
.list button{all:unset;cursor:pointer;font:inherit;color:inherit}
.list button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.list th[aria-sort=ascending] button::after{content:" \2191"}.list th[aria-sort=descending] button::after{content:" \2193"}
.list tbody tr:hover{background:color-mix(in srgb,var(--accent) 7%,transparent)}
.list td.film{overflow-wrap:anywhere;min-width:190px;width:30%}
.body h3:first-child,details h3:first-child{margin-top:0}
.list td:nth-child(4){min-width:240px}
.list td.thumb{width:64px;padding:4px 0 4px 12px}
.list td.thumb img{display:block;width:52px;height:52px;object-fit:cover;border-radius:4px;background:#000}
.number{font-variant-numeric:tabular-nums;text-align:right!important;white-space:nowrap}
article{padding:18px 20px;margin-bottom:18px}
article>.head{display:flex;flex-wrap:wrap;gap:4px 18px;align-items:baseline;justify-content:space-between}
.why{margin:4px 0 0}
.body{display:grid;grid-template-columns:minmax(0,430px) minmax(0,1fr);gap:8px 28px;margin-top:14px}
@media (max-width:820px){.body{grid-template-columns:minmax(0,1fr)}}
figure{margin:0}
figure .stage{background:#000;border-radius:6px;overflow:hidden}
figure img{display:block;width:100%;height:auto}
.switch{display:inline-flex;gap:7px;align-items:center;margin-top:8px;color:var(--soft);font-size:13px;cursor:pointer}
figure img.plain{display:none}
figure:has(.switch input:not(:checked)) img.plain{display:block}
figure:has(.switch input:not(:checked)) img.over{display:none}
.findings td,.findings th{padding:3px 10px 3px 0;border:0;font-weight:400}
.findings thead th{font-size:12px;color:var(--soft);padding-bottom:5px}
.findings .present th{font-weight:600}
.findings td,.measures td.number{white-space:nowrap}
.findings tr.absent>*{color:var(--soft)}
.findings td.scale{width:34%;min-width:90px;padding-right:0}
.scale span{display:block;position:relative;height:8px;border-radius:4px;background:color-mix(in srgb,var(--bar) 45%,transparent);overflow:hidden}
.scale i{display:block;height:100%;background:var(--bar)}
.present .scale i{background:var(--bar-on)}
.scale span::after{content:"";position:absolute;left:50%;top:0;width:2px;height:100%;background:var(--text)}
.measures td,.measures th{padding:2px 14px 2px 0;border:0;font-weight:400}
ul.plain{margin:0;padding-left:18px}
.caution{color:var(--soft);font-size:13px}
details{margin-top:14px}
summary{cursor:pointer;color:var(--soft)}
code{font:12px/1.5 ui-monospace,"Cascadia Mono","DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.foot{font-size:13px;color:var(--soft);margin:14px 0 0}
footer{padding-bottom:40px;color:var(--soft);font-size:13px}
@media print{body{background:#fff;font-size:11px}.panel{border-color:#bbb}article{break-inside:avoid}.switch,.list td.thumb,.list th.thumb{display:none}
header,main,footer{max-width:none;padding:0}.body{grid-template-columns:230px minmax(0,1fr)}details:not([open])>:not(summary){display:none}.notice{border:1px solid #999}}
)css";

}  // namespace roentgen::results
