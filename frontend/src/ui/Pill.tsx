/** How a page stands to something that comes and goes. */
export interface Standing {
  readonly tone: 'calm' | 'good' | 'busy' | 'bad';
  /** Two or three words. */
  readonly words: string;
}

/** The connection in two or three words. A quiet one announces nothing: several stand side by side. */
export function Pill({ standing: { tone, words }, quiet = false }: { standing: Standing; quiet?: boolean }) {
  return (
    <span className={`pill ${tone}`} role={quiet ? undefined : 'status'}>
      <span className="dot" aria-hidden="true" />
      <span className="visually-hidden">Connection: </span>
      {words}
    </span>
  );
}
