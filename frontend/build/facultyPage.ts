import type { Plugin } from 'vite';

/** Serves the faculty page at its addresses in development, as the service does. */
export function facultyPage(): Plugin {
  return {
    name: 'viva-faculty-page',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        if (/^\/(faculty|watch)\/?(\?|$)/.test(request.url ?? '')) request.url = '/faculty.html';
        next();
      });
    },
  };
}
