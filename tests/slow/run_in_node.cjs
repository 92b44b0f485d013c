// Run notebooks on a Pyodide folder, one after another in one Python, each with names of its own.
// node run_in_node.cjs FOLDER NOTEBOOK … prints what became of each as one line of JSON. Nothing may be fetched.
const fs = require("fs");
const path = require("path");

globalThis.fetch = (what) => Promise.reject(new Error(`asked for ${what}`));

const RUN = `
import json
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

shell = InteractiveShell.instance()

def run(cells):
    shell.reset(new_session=True)
    charts = tables = 0
    for place, code in enumerate(json.loads(cells), start=1):
        with capture_output() as said:
            result = shell.run_cell(code)
        if not result.success:
            error = result.error_before_exec or result.error_in_exec
            return json.dumps({"error": f"cell {place}: {type(error).__name__}: {error}"})
        if "Traceback (most recent call last)" in said.stdout + said.stderr:  # what could not be shown fails quietly
            return json.dumps({"error": f"cell {place}: {(said.stdout + said.stderr)[-500:]}"})
        shown = [output.data for output in said.outputs]
        if result.result is not None:
            shown.append(shell.display_formatter.format(result.result)[0])
        charts += sum(any("vegalite" in kind for kind in data) for data in shown)
        tables += sum("<table" in data.get("text/html", "") for data in shown)
    return json.dumps({"error": None, "charts": charts, "tables": tables})
`;

async function main([folder, ...notebooks]) {
  const { loadPyodide } = require(path.join(folder, "pyodide.js"));
  const python = await loadPyodide({ indexURL: folder + path.sep, stdout: () => {}, packages: ["ipython", "sqlite3"] });
  await python.runPythonAsync(RUN);
  const found = {};
  for (const notebook of notebooks) {
    const cells = JSON.parse(fs.readFileSync(notebook, "utf8")).cells.filter((cell) => cell.cell_type === "code");
    const code = cells.map((cell) => [].concat(cell.source).join(""));
    try {
      for (const cell of code) await python.loadPackagesFromImports(cell); // as the kernel does; a magic stops one cell
      found[notebook] = JSON.parse(python.globals.get("run")(JSON.stringify(code)));
    } catch (error) {
      found[notebook] = { error: String(error) };
    }
    console.error(`${Math.round(process.uptime())} s: ${notebook}`); // read only when it takes too long
  }
  console.error(`${Math.round(process.cpuUsage().user / 1e6)} s of one core`);
  fs.writeSync(1, JSON.stringify(found) + "\n");
  process.exit(0);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
