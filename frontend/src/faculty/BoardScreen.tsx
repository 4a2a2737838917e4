import { systemClock } from '@viva/client';
import { useEffect, useRef, useState } from 'react';
import { causeOf, type Trouble } from '../api/problems';
import { count } from '../time/words';
import { Button } from '../ui/Button';
import { useStore } from '../ui/store';
import { TroubleNote } from '../ui/TroubleNote';
import type { FacultyApi } from './api';
import { tabAttention } from './attention';
import { Board } from './board';
import { BoardRow } from './BoardRow';
import type { CaseBook } from './cases';
import { EVERYTHING, type Filter } from './filter';
import { Filters } from './Filters';
import { takeNews } from './news';
import { useNow } from './useNow';
import { MAX_FOLLOWED, type Wall } from './wall';

interface Props {
  api: FacultyApi;
  wall: Wall;
  book: CaseBook;
  /** The filter at first; its state stays where it is one of those practising now. */
  first: Filter;
  onRefused: (trouble: Trouble) => void;
}

export function BoardScreen({ api, wall, book, first, onRefused }: Props) {
  const [board] = useState(
    () => new Board({ api, clock: systemClock, attention: tabAttention, onRefused }, first),
  );
  const [news] = useState(takeNews);
  const { filter, entries, next, trouble, loadingMore, still } = useStore(board.store);
  const readAgain = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // With the last page, the button that was pressed has gone.
    if (still && next === undefined && document.activeElement === document.body) readAgain.current?.focus();
  }, [still, next]);
  useEffect(() => {
    board.start();
    return () => board.stop();
  }, [board]);
  const { ids } = useStore(wall.store);
  const now = useNow();
  const live = first.state === 'open';
  const narrowed = Object.entries(filter).some(([name, value]) => value !== first[name as keyof Filter]);
  return (
    <>
      <h1>{live ? 'Practising now' : 'All encounters'}</h1>
      {news && (
        <p role="status" className="note">
          {news}
        </p>
      )}
      <Filters
        filter={filter}
        cases={book.all}
        live={live}
        onChange={(change) => board.setFilter(change)}
        onClear={narrowed ? () => board.setFilter({ ...EVERYTHING, state: first.state }) : undefined}
      />
      {trouble && (
        <TroubleNote trouble={still ? trouble : { ...trouble, words: causeOf(trouble) }}>
          {entries && !still && <p>What you see may be out of date. The list is read again by itself.</p>}
        </TroubleNote>
      )}
      <p role="status" className={entries?.length === 0 ? 'empty-board' : 'quiet'}>
        {entries ? summary(entries.length, next !== undefined, live, narrowed) : trouble ? '' : 'One moment…'}
      </p>
      {wall.full && (
        <p className="quiet">
          {MAX_FOLLOWED} are followed already. To follow another one, stop following one of them first.
        </p>
      )}
      {entries && entries.length > 0 && (
        <ul className="board">
          {entries.map((entry) => (
            <BoardRow
              key={entry.sessionId}
              entry={entry}
              names={book.names(entry)}
              now={now}
              live={live}
              followed={ids.includes(entry.sessionId)}
              full={wall.full}
              onFollow={() => wall.add(entry.sessionId)}
              onLeave={() => wall.remove(entry.sessionId)}
            />
          ))}
        </ul>
      )}
      {next !== undefined && (
        <Button off={loadingMore} onClick={() => void board.more()}>
          {loadingMore ? 'One moment…' : entries?.length === 0 ? 'Search older encounters' : 'Show more'}
        </Button>
      )}
      {still && (
        <div className="still">
          <p className="quiet">While older encounters are shown, the list is not updated.</p>
          <Button
            ref={readAgain}
            onClick={() => {
              board.again();
              document.querySelector<HTMLElement>('main')?.focus();
            }}
          >
            Read again
          </Button>
        </div>
      )}
    </>
  );
}

export function summary(shown: number, more: boolean, live: boolean, narrowed: boolean): string {
  if (shown === 0 && more) return 'None among the newest encounters. Older ones have not been searched yet.';
  if (shown > 0) return `${more ? 'The newest ' : ''}${count(shown, 'encounter')}`;
  if (narrowed) return 'No encounter fits this filter.';
  return live
    ? 'Nobody is practising now. Students appear here when they begin an encounter.'
    : 'There are no encounters yet.';
}
