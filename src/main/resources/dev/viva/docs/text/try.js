'use strict';

// A file of its own: the page's policy allows no inline script.
SwaggerUIBundle({
  url: '/openapi.json',
  domNode: document.getElementById('contract'),
  deepLinking: true,
  displayRequestDuration: true,
  validatorUrl: null, // would send the contract to another site
});
