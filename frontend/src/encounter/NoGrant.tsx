import { Shell } from '../ui/Shell';

/** The grant is on the device that started the encounter and is never in an address. */
export function NoGrant() {
  return (
    <Shell>
      <h1>This encounter was not started here</h1>
      <p>
        An encounter can be opened only in the browser that started it, for as long as its access lasts. Open
        it there, or <a href="#/">start a new one</a>.
      </p>
    </Shell>
  );
}
