import { Configuration } from '@viva/client';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { facultyRouteOf, HREF } from '../faculty/route';
import { excelSeparator, ExportView } from './ExportView';
import { groupsApi, type ExportForm, type GroupsApi, type Separator } from './groupsApi';

/** What the service is asked for, as a browser sends it. */
async function asked(group: string, ask: 'items' | 'scores' | 'agreement' | 'exported'): Promise<URL> {
  let sent = '';
  const fetchApi = async (address: RequestInfo | URL) => {
    sent = String(address);
    return Response.json({ criteria: [], columns: [], rows: [] });
  };
  const api = groupsApi(new Configuration({ basePath: 'https://viva.example', fetchApi }));
  const wanted = { group, rubricId: 'osce' };
  if (ask === 'items') await api.items(group, 'knee');
  else if (ask === 'exported') await api.exported({ group, form: 'json', names: false });
  else await api[ask](wanted);
  return new URL(sent);
}

const KINDS = ['items', 'scores', 'agreement', 'exported'] as const;

describe('a group', () => {
  it.each(['PT 2/B', '50%', 'a\\b', '..', '.', '.x', 'a;b', 'a?b#c', 'Ærø & co'])(
    'called %s is opened by its link, and asked for by the query',
    async (name) => {
      expect(facultyRouteOf(HREF.group(name))).toMatchObject({ screen: 'group', group: name });
      for (const kind of KINDS) {
        const { pathname, searchParams } = await asked(name, kind);
        expect(pathname).toMatch(/^\/api\/v1\/groups\/-\/[a-z]+$/);
        expect(searchParams.get('group_name')).toBe(name);
      }
    },
  );

  it('is exported with the number of assessments that are left out', async () => {
    const headers = { 'X-Left-Out': '2' };
    const fetchApi = async () => new Response('session_id\r\n', { headers });
    const api = groupsApi(new Configuration({ basePath: 'https://viva.example', fetchApi }));
    const { file, leftOut } = await api.exported({ group: 'G', form: 'csv', names: false });
    expect([await file.text(), leftOut]).toEqual(['session_id\r\n', 2]);
  });

  it('is exported for Excel with the separator of its language, and only as CSV', async () => {
    let sent = new URLSearchParams();
    const fetchApi = async (address: RequestInfo | URL) => {
      sent = new URL(String(address)).searchParams;
      return new Response('');
    };
    const api = groupsApi(new Configuration({ basePath: 'https://viva.example', fetchApi }));
    const asks = async (form: ExportForm, excel?: Separator) => {
      await api.exported({ group: 'G', form, names: false, excel });
      return [sent.get('bom'), sent.get('separator')];
    };
    expect(await asks('csv', excelSeparator('de'))).toEqual(['true', 'semicolon']);
    expect(await asks('csv', excelSeparator('en'))).toEqual(['true', 'comma']);
    expect(await asks('csv')).toEqual(['false', null]);
    expect(await asks('json', 'semicolon')).toEqual(['false', null]);
  });

  it.each([
    ['de', 'with semicolons between'],
    ['ja', 'with commas between'],
  ])('offers the form for Excel in %s %s the columns', (locale, words) => {
    const view = createElement(ExportView, { api: {} as GroupsApi, group: 'G', locale });
    expect(renderToStaticMarkup(view)).toContain(words);
  });

  it.each(['PT-2B', 'PT 2.1', 'Jahrgang Süd_3', '理学療法'])(
    'called %s is asked for by the path',
    async (name) => {
      for (const kind of KINDS) {
        const { pathname, searchParams } = await asked(name, kind);
        expect(decodeURIComponent(pathname.split('/')[4] ?? '')).toBe(name);
        expect(searchParams.has('group_name')).toBe(false);
      }
    },
  );
});
