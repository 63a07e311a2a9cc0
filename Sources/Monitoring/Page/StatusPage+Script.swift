extension StatusPage {
    /// The page's script: it asks for the page again, puts in what has changed, and filters.
    ///
    /// Whatever was opened, searched or focused stays so. The server renders everything; the script only compares.
    static let script = Markup(
        trusted: #"""
            'use strict';
            (() => {
              const $ = (id) => document.getElementById(id), root = document.documentElement;
              // The daemon's clock counts, not the reader's.
              let skew = Number(root.dataset.now) - Date.now(), revision = root.dataset.revision, lostAt = null;
              let timer = null, pause = null;
              // Where the server has listed a part of the images, it is the one to look for others.
              const isPart = () => $('list').dataset.total !== undefined;
              const length = (s) => s < 60 ? Math.floor(s) + ' s' : s < 3600 ? Math.floor(s / 60) + ' min'
                : s < 172800 ? Math.floor(s / 3600) + ' h' : Math.floor(s / 86400) + ' d';
              const relative = (s) => Math.abs(s) < 1 ? 'now' : s < 0 ? length(-s) + ' ago' : 'in ' + length(s);
              const updateTimes = (within) => { for (const time of within.querySelectorAll('time'))
                time.textContent = relative((Date.parse(time.dateTime) - Date.now() - skew) / 1000); };

              // What the server said last, without the times, which change by themselves.
              const said = new Map();
              const parts = (page) => [...page.querySelectorAll('.live'), ...page.querySelectorAll('.image')];
              const read = (page) => { for (const time of page.querySelectorAll('time')) time.textContent = '';
                return new Map(parts(page).map((part) => [part.id, (part.dataset.state ?? '') + part.innerHTML])); };

              function show(page) {
                if (page.documentElement.dataset.version !== root.dataset.version) return location.reload();
                const saying = read(page);
                updateTimes(page);
                document.title = page.title;
                $('icon').href = page.getElementById('icon').href;
                const focused = document.activeElement?.closest('.image')?.id;
                for (const part of page.querySelectorAll('.live')) {
                  if (said.get(part.id) === saying.get(part.id)) continue;
                  const open = $(part.id).querySelector('details[open]');
                  $(part.id).replaceChildren(...part.childNodes);
                  if (open) $(part.id).querySelector('details')?.setAttribute('open', '');
                }
                const images = [...page.querySelectorAll('.image')];
                const isSame = images.length === $('list').children.length && images.every((image, index) =>
                  said.get(image.id) === saying.get(image.id) && $('list').children[index].id === image.id);
                if (!isSame) {
                  $('list').replaceChildren(...images.map((image) => {
                    const old = $(image.id);
                    if (old && said.get(image.id) === saying.get(image.id)) return old;
                    image.open = old?.open ?? false;
                    return image;
                  }));
                  if (focused) $(focused)?.querySelector('summary').focus({preventScroll: true});
                }
                for (const fact of ['found', 'total']) {
                  const value = page.getElementById('list').dataset[fact];
                  if (value === undefined) delete $('list').dataset[fact]; else $('list').dataset[fact] = value;
                }
                said.clear();
                for (const [id, text] of saying) said.set(id, text);
                filter();
              }

              async function refresh() {
                const began = performance.now(), search = location.search;
                try {
                  const answer = await fetch(location.pathname + search, {cache: 'no-store', signal: AbortSignal.timeout(30000),
                    headers: revision ? {'If-None-Match': revision} : {}});
                  if (answer.status !== 200 && answer.status !== 304) throw new Error(answer.status);
                  const date = Date.parse(answer.headers.get('Date'));
                  // A Date has no fractions: within two seconds the clocks agree as well as one can know.
                  if (date && Math.abs(date - Date.now() - skew) > 2000) skew = date - Date.now();
                  // Something else may have been asked for meanwhile.
                  if (answer.status === 200 && search === location.search) {
                    revision = answer.headers.get('ETag');
                    // The style has this answer's nonce, and this page the first one's.
                    const text = (await answer.text()).replace(/<style[^]*?<\/style>/, '');
                    show(new DOMParser().parseFromString(text, 'text/html'));
                  }
                  lostAt = null;
                } catch { lostAt ??= Date.now(); }
                $('offline').hidden = lostAt === null;
                const lost = lostAt === null ? '' : 'The daemon has not answered since ' +
                  new Date(lostAt).toLocaleTimeString() + '. This is how things stood then.';
                if ($('offline').textContent !== lost) $('offline').textContent = lost;
                updateTimes(document);
                // A large page is asked for less often.
                clearTimeout(timer);
                timer = setTimeout(next, Math.max(5000, 20 * (performance.now() - began)));
              }
              const next = () => document.hidden
                ? document.addEventListener('visibilitychange', next, {once: true}) : refresh();

              function look() {
                const asked = [['query', $('query').value.trim()], ['state', $('state').value]]
                  .filter(([, value]) => value).map(([name, value]) => name + '=' + encodeURIComponent(value));
                history.replaceState(null, '', location.pathname + (asked.length ? '?' + asked.join('&') : ''));
                revision = '';
                refresh();
              }
              function search() {
                filter();
                clearTimeout(pause);
                if (isPart()) pause = setTimeout(look, 300);
              }

              const projects = new WeakMap();
              function membersOf(image) {
                if (!projects.has(image)) projects.set(image, [...image.querySelectorAll('.ids')].flatMap((list) =>
                  [...list.children].map((item) => (
                    {id: item.firstChild?.textContent.trim() ?? '', text: item.textContent.toLowerCase(),
                      label: list.dataset.label}))));
                return projects.get(image);
              }
              function filter() {
                const query = $('query').value.trim().toLowerCase(), state = $('state').value;
                const shown = new Set(), labels = new Map(), found = new Set();
                for (const image of $('list').children) {
                  const isNamed = image.dataset.image.includes(query) ||
                    (image.dataset.names ?? '').toLowerCase().includes(query);
                  const hits = isNamed ? [] : membersOf(image).filter(({text}) => text.includes(query));
                  image.hidden = !(isNamed || hits.length) || !(!state || image.dataset.state === state);
                  image.querySelector('.hits')?.remove();
                  if (image.hidden) continue;
                  shown.add(image.dataset.image);
                  for (const {id, label} of hits) { found.add(id); labels.set(label, (labels.get(label) ?? 0) + 1); }
                  if (!hits.length) continue;
                  const line = document.createElement('span');
                  line.className = 'hits';
                  line.textContent = hits.slice(0, 3).map((hit) => hit.id + ' ' + hit.label).join(' · ') +
                    (hits.length > 3 ? ' · and ' + (hits.length - 3) + ' more' : '');
                  image.querySelector('summary').append(line);
                }
                for (const row of document.querySelectorAll('[data-row]')) row.hidden = !shown.has(row.dataset.row);
                for (const head of document.querySelectorAll('[data-project]'))
                  head.classList.toggle('hit', found.has(head.dataset.project));
                const {found: hits = shown.size, total: all = $('list').children.length} = $('list').dataset;
                const text = (query || state ? hits + ' of ' : '') + all + (Number(all) === 1 ? ' image' : ' images') +
                  (found.size === 1 ? ': ' + [...labels].map(([label, count]) => label + ' ' + count + '×').join(', ')
                    : found.size > 1 ? ', ' + found.size + ' projects match' : '');
                if ($('found').textContent !== text) $('found').textContent = text;
              }
              // A link to an image opens it.
              const openTarget = () => { const image = $(location.hash.slice(1));
                if (image?.matches('.image')) { image.hidden = false; image.open = true; image.scrollIntoView(); } };

              for (const [id, text] of read(document)) said.set(id, text);
              updateTimes(document);
              $('filter').hidden = false;
              $('filter').addEventListener('submit', (event) => event.preventDefault());
              $('query').addEventListener('input', search);
              $('state').addEventListener('input', search);
              addEventListener('hashchange', openTarget);
              filter();
              openTarget();
              timer = setTimeout(next, 5000);
            })();
            """#
    )
}
