// As the browser sees it: below whatever a proxy puts in front.
document.getElementById('address').textContent = new URL('.', document.baseURI).href;
fetch('generate?n=16&seed=7', { method: 'POST' })
  .then(answer => answer.ok ? answer.blob() : Promise.reject(answer.status))
  .then(image => { document.getElementById('sheet').src = URL.createObjectURL(image); })
  .catch(() => document.getElementById('sheet').remove());
