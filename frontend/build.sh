#!/bin/sh
# Build app/static from these sources; with --check, build beside it and compare.
#
#   frontend/build.sh           writes app/static
#   frontend/build.sh --check   exit 1 and the names of the files that differ from the committed ones
set -eu

here=$(cd "$(dirname "$0")" && pwd)
static=$(cd "$here/.." && pwd)/app/static
cd "$here"

# node_modules keeps the lock it was made from; a newer lock means a new install.
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund

build() {
  out=$1
  mkdir -p "$out/fonts" "$out/vendor"
  node_modules/.bin/sass --load-path=node_modules --style=compressed --no-source-map --quiet-deps \
    --silence-deprecation=import,global-builtin,color-functions scss/wayhome.scss "$out/wayhome.css"
  node_modules/.bin/esbuild js/main.js --bundle --minify --format=iife --target=es2022 --charset=utf8 \
    --legal-comments=none --log-level=warning --outfile="$out/wayhome.js"
  cp node_modules/htmx.org/dist/htmx.min.js "$out/vendor/htmx.min.js"
  for weight in 400 700; do
    cp "node_modules/@fontsource/noto-sans-khmer/files/noto-sans-khmer-khmer-$weight-normal.woff2" \
      "$out/fonts/noto-sans-khmer-$weight.woff2"
    for style in normal italic; do
      for subset in latin latin-ext; do
        cp "node_modules/@fontsource/noto-sans/files/noto-sans-$subset-$weight-$style.woff2" \
          "$out/fonts/noto-sans-$subset-$weight-$style.woff2"
      done
    done
  done
  cp icon.svg "$out/icon.svg"
  cp pdf.css "$out/pdf.css"
  cp node_modules/@fontsource/noto-sans-khmer/LICENSE "$out/fonts/OFL-noto-sans-khmer.txt"
  cp node_modules/@fontsource/noto-sans/LICENSE "$out/fonts/OFL-noto-sans.txt"
  node write-manifest.mjs "$out"
  chmod -R u=rwX,go=rX "$out/fonts" "$out/vendor" "$out/wayhome.css" "$out/wayhome.js" "$out/icon.svg" "$out/pdf.css"
}

if [ "${1:-}" = "--check" ]; then
  fresh=$(mktemp -d)
  trap 'rm -rf "$fresh"' EXIT
  build "$fresh"
  differing=$(cd "$fresh" && find . -type f | sort | while read -r name; do
    cmp -s "$name" "$static/$name" || echo "${name#./}"
  done)
  if [ -n "$differing" ]; then
    echo "These files in app/static are not what frontend/ builds:" >&2
    echo "$differing" >&2
    exit 1
  fi
  echo "app/static is what frontend/ builds."
else
  build "$static"
fi
