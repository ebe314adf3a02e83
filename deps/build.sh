# Sourced by quickstart and run-tests.

# One compiler at a time takes up to 2 GB (LibTorch's headers): no more of them than memory and processors allow.
build_jobs() {
  local processors memory_gb
  processors=$(nproc)
  memory_gb=$(awk '/^MemAvailable/ {print int($2 / 1048576)}' /proc/meminfo)
  local by_memory=$((memory_gb / 2))
  [ "$by_memory" -ge 1 ] || by_memory=1
  echo $((processors < by_memory ? processors : by_memory))
}

# What ccache has seen in another checkout counts here too.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros

# build_preset PRESET [TARGET…]: quiet unless it fails; the log stays beside the build.
build_preset() {
  local preset=$1 log="build/$1.log"
  shift
  mkdir -p build
  # A prefix that moved since the last time (a copied tree) would leave old paths in the cache.
  if grep -qs '^CMAKE_HOME_DIRECTORY:INTERNAL=' "build/$preset/CMakeCache.txt" &&
    ! grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "build/$preset/CMakeCache.txt"; then
    rm -rf "build/$preset"
  fi
  if ! cmake --preset "$preset" >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    echo "configuring the $preset build failed; the whole log is $log" >&2
    return 1
  fi
  if [ -t 1 ]; then
    # On a terminal ninja's own line shows how far it is.
    ninja -C "build/$preset" -j "$(build_jobs)" "$@" && return 0
    return 1
  fi
  if ! ninja -C "build/$preset" -j "$(build_jobs)" "$@" >>"$log" 2>&1; then
    grep -E -A 12 'error|FAILED' "$log" | head -n 60 >&2 || true
    echo "the $preset build failed; the whole log is $log" >&2
    return 1
  fi
}
