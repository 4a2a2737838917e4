// Runs before the first paint: sets the chosen theme on the root, so that the page never flashes the other one.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('viva-theme');
  } catch {
    chosen = null; // Storage may be forbidden; then the system's theme holds.
  }
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
})();
