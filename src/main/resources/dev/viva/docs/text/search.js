/* A search over the contract's page. Without scripts the page has its contents, and lacks only this. */
const MOST = 30;

const contents = document.querySelector('nav[aria-label="Contents"]');
const places = [...document.querySelectorAll('main [id]')]
  .filter((place) => place.querySelector('h2, h3, h4'))
  .map((place) => {
    const id = place.id.replace(/^schema-/, '');
    const title = place.querySelector('h2, h3, h4').textContent.trim();
    return { place, name: `${title} ${id}`.toLowerCase(), text: place.textContent.toLowerCase(), title, id };
  });

const field = document.createElement('input');
field.type = 'search';
field.id = 'search';
const label = document.createElement('label');
label.htmlFor = field.id;
label.textContent = 'Search the contract';
const told = document.createElement('p');
told.setAttribute('role', 'status');
const found = document.createElement('ul');
const all = contents.querySelector('ul');
const search = document.createElement('search');
search.append(label, field, told, found);
contents.prepend(search);

field.addEventListener('input', () => show(field.value));
field.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') show((field.value = ''));
});

function show(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const searching = words.length > 0;
  const hits = searching ? hitsOf(words) : [];
  all.hidden = searching;
  found.replaceChildren(...hits.slice(0, MOST).map(link));
  told.textContent = searching ? wordsFor(hits.length) : '';
}

/** What has the words in its name comes first; of the rest, the smallest place that has them all. */
function hitsOf(words) {
  const has = (text) => words.every((word) => text.includes(word));
  const byName = places.filter(({ name }) => has(name));
  const inText = places.filter(({ name, text }) => !has(name) && has(text));
  const smallest = inText.filter(
    ({ place }) => !inText.some((other) => other.place !== place && place.contains(other.place)),
  );
  return [...byName, ...smallest];
}

function wordsFor(count) {
  if (count === 0) return 'Nothing has these words.';
  return count > MOST
    ? `The first ${MOST} of ${count} places`
    : `${count} ${count === 1 ? 'place' : 'places'}`;
}

function link({ place, title, id }) {
  const item = document.createElement('li');
  const anchor = document.createElement('a');
  anchor.href = `#${place.id}`;
  anchor.textContent = title.includes(id) ? title : `${title} (${id})`;
  item.append(anchor);
  return item;
}
