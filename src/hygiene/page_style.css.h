// The style sheet of the page, as one string.
#pragma once

#include <string_view>

namespace roentgen::hygiene {

inline constexpr std::string_view kPageStyle = R"css(
:root{--ground:#f5f6f7;--card:#fff;--text:#1a2026;--soft:#58636e;--line:#dbe0e5;--accent:#1f5f8b;--error:#b3261e;--warning:#8f5b00;--note:#1f5f8b}
@media (prefers-color-scheme:dark){:root{--ground:#101316;--card:#181c20;--text:#e2e6ea;--soft:#9aa5b0;--line:#2b3138;--accent:#7fbbe3;--error:#ff8a80;--warning:#f0b55a;--note:#7fbbe3}}
*{box-sizing:border-box}
html{color-scheme:light dark}
body{margin:0;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
header,main,footer{max-width:1180px;margin:0 auto;padding:0 24px}
header{padding-top:28px}
h1{font-size:22px;font-weight:600;margin:0;letter-spacing:-.01em}
h2{font-size:17px;font-weight:600;margin:30px 0 10px}
h3{font-size:14px;font-weight:600;margin:0}
section>h3{margin:18px 0 8px}
.sub,.more,.of{color:var(--soft);margin:2px 0 10px}
.more,.of,figcaption span,td span{font-size:12px;color:var(--soft)}
.counts{display:flex;flex-wrap:wrap;gap:8px 22px;margin:0;padding:0;list-style:none}
.counts b{font-size:18px;font-weight:600;margin-right:5px}
.tag{font-weight:600;white-space:nowrap}
.tag::before{content:"";display:inline-block;width:9px;height:9px;border-radius:50%;background:currentColor;margin-right:7px}
.error{color:var(--error)}.warning{color:var(--warning)}.note{color:var(--note)}
.error::before{border-radius:1px!important}.note::before{background:none!important;border:2px solid currentColor}
.panel{background:var(--card);border:1px solid var(--line);border-radius:8px}
.scroll{overflow-x:auto}.scroll table{min-width:660px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:6px 12px;border-bottom:1px solid var(--line);font-weight:400}
thead th{font-size:13px;color:var(--soft);font-weight:600;white-space:nowrap}
tbody th{font-weight:600}
.numbers tbody th{font-weight:400}
tbody tr:last-child>*{border-bottom:0}
.number{text-align:right;white-space:nowrap}
.finding{padding:14px 18px;margin-bottom:14px}
.finding .head{display:flex;flex-wrap:wrap;gap:2px 16px;justify-content:space-between;align-items:baseline}
.finding p{margin:6px 0;max-width:95ch;overflow-wrap:anywhere}
.examples{display:grid;grid-template-columns:repeat(auto-fill,minmax(170px,1fr));gap:14px;margin:12px 0}
.example.pair{grid-column:span 2}
.example p{font-size:12px;color:var(--soft);margin:4px 0 0}
.side{display:grid;grid-auto-flow:column;grid-auto-columns:minmax(0,1fr);gap:4px}
.row{grid-auto-columns:minmax(0,200px);gap:10px}
figure{margin:0;min-width:0}
.stage{background:#000;border-radius:5px;overflow:hidden;aspect-ratio:1;display:flex;align-items:center;justify-content:center}
.stage img{display:block;max-width:100%;max-height:100%;width:100%;height:100%;object-fit:contain}
.stage.none{background:var(--ground);color:var(--soft);border:1px dashed var(--line);font-size:12px}
figcaption{font-size:12px;overflow-wrap:anywhere;margin-top:3px;line-height:1.35}
details{margin-top:8px}
summary{cursor:pointer;color:var(--soft);font-size:13px}
footer{padding:20px 24px 40px;color:var(--soft);font-size:13px}
@media (max-width:460px){.example.pair{grid-column:span 1}.side{grid-auto-flow:row}}
@media print{body{background:#fff;font-size:11px}.finding{break-inside:avoid}}
)css";

}  // namespace roentgen::hygiene
