// Runs in a worker, behind the text of the solver's module, which gives wedgeSolver().
let solver;
onmessage = async ({data}) => {
  if (data.module) {
    solver = await wedgeSolver({
      instantiateWasm(imports, use) {
        WebAssembly.instantiate(data.module, imports).then((instance) => use(instance, data.module));
        return {};
      },
      progress: (draws) => postMessage({draws}),
    });
    postMessage({version: solver.ccall("wedge_version", "string", [], [])});
    return;
  }
  const began = performance.now();
  const text = solver.ccall("wedge_" + data.call, "string", ["string"], [data.request]);
  postMessage({id: data.id, text, milliseconds: performance.now() - began, bytes: solver.HEAPU8.length});
};
