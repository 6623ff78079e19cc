// liaison.h by koffi (npm install koffi): node search.js LIBRARY DIRECTORY NAME
const koffi = require('koffi');

const [library, directory, name] = process.argv.slice(2);
const lib = koffi.load(library);
const Fault = koffi.struct('liaison_fault', { code: 'int', detail: koffi.array('char', 512) });

const functions = {
  modelOpen: lib.func('int liaison_model_open(_Out_ void **model, _Out_ liaison_fault *fault)'),
  indexOpen: lib.func('int liaison_index_open(_Out_ void **index, void *model, const char *directory, _Out_ liaison_fault *fault)'),
  searcherOpen: lib.func('int liaison_searcher_open(_Out_ void **searcher, void *index, _Out_ liaison_fault *fault)'),
  search: lib.func('int liaison_search(void *searcher, const char *person, double threshold, size_t limit, _Out_ void **candidates, _Out_ liaison_fault *fault)'),
  free: lib.func('void liaison_free(void *text)'),
};

// Calls a function whose last two arguments give a pointer and a fault.
function call(f, out, ...rest) {
  const fault = {};
  if (f(...rest, fault) !== 0) throw new Error(String.fromCharCode(...fault.detail).replace(/\0.*$/, ''));
  return out[0];
}

const model = [null];
call(functions.modelOpen, model, model);
const index = [null];
call(functions.indexOpen, index, index, model[0], directory);
const searcher = [null];
call(functions.searcherOpen, searcher, searcher, index[0]);
const person = { id: 'q', schema: 'Person', properties: { name: [name] } };
const candidates = [null];
call(functions.search, candidates, searcher[0], JSON.stringify(person), 0.5, 10, candidates);
console.log(koffi.decode(candidates[0], 'char', -1));
functions.free(candidates[0]);
