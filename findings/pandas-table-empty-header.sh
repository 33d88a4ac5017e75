#!/usr/bin/env bash
# pandas 3.1.1 with axe-core 4.14.1 (jsdom 29.1.1, needs Node 20.19 or later): tables made by to_html() for a page.
# A good guess: pandas writes th for every heading, so an accessibility checker finds nothing.
# What happens: the corner above the index is an empty th, which axe reports (empty-table-header); grouping by a column
# puts that column's name into a second heading row and leaves an empty th over every number; a pivot leaves more.
# For a course: a screen reader announces blank headings over the very numbers that the lesson is about. Reset the index
# and leave it out, and the report is clean.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env; env/bin/pip install -q pandas==3.1.1
npm install --silent --no-audit --no-fund --prefix "$box" axe-core@4.14.1 jsdom@29.1.1
env/bin/python - <<'PY'
import json
import pathlib
import pandas as pd

print("pandas", pd.__version__)
table = pd.DataFrame({"country": ["Iraq", "Syria"], "strikes": [13, 2]})
grouped = table.groupby("country").sum()
pages = {"plain": table.to_html(), "grouped": grouped.to_html(), "flat": grouped.reset_index().to_html(index=False)}
pathlib.Path("pages.json").write_text(json.dumps(pages))
PY
cat > look.cjs <<'JS'
const { JSDOM } = require('jsdom'), fs = require('fs')
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const look = async table => {
  const { window } = new JSDOM(`<html lang="en"><title>t</title><main>${table}</main>`, { runScripts: 'outside-only' })
  window.eval(axe)
  const rules = { runOnly: { type: 'tag', values: ['cat.tables', 'cat.name-role-value'] } }
  const { violations } = await window.axe.run(window.document, rules)
  return violations.map(found => `${found.id} ${found.nodes.length}`)
}
(async () => {
  console.log('axe-core', require('axe-core/package.json').version, 'jsdom', require('jsdom/package.json').version)
  const found = {}
  for (const [name, table] of Object.entries(JSON.parse(fs.readFileSync('pages.json')))) found[name] = await look(table)
  const seen = JSON.stringify(found)
  const expected = '{"plain":["empty-table-header 1"],"grouped":["empty-table-header 2"],"flat":[]}'
  console.log(seen)
  if (seen !== expected) {
    console.error(`The behaviour changed: expected ${expected}`)
    process.exit(1)
  }
})()
JS
node look.cjs
