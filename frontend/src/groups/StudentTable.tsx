import { useState } from 'react';
import { count } from '../time/words';
import { Button } from '../ui/Button';
import { mostMissedFirst, type Table, type TableRow } from './table';

interface Props {
  table: Table;
  /** What the rows are. */
  what: string;
  /** What the column of counts is called. */
  counted: string;
  label: string;
}

/** Things to do or find out by students. Students have numbers, no row of theirs is added up, and nobody is ranked. */
export function StudentTable({ table, what, counted, label }: Props) {
  const [missedFirst, setMissedFirst] = useState(false);
  const { students, parts } = missedFirst ? mostMissedFirst(table) : table;
  return (
    <>
      <div className="table-tools">
        <p className="quiet">
          Columns are students, by numbers that say nothing about them. In a small group they can still be
          recognised.
        </p>
        <Button aria-pressed={missedFirst} onClick={() => setMissedFirst(!missedFirst)}>
          Most missed first
        </Button>
        <Button icon="print" onClick={() => print()}>
          Print
        </Button>
      </div>
      <div className="table-scroll wide" tabIndex={0} role="region" aria-label={label}>
        <table className="matrix by-student">
          <thead>
            <tr>
              <th scope="col">{what}</th>
              <th scope="col">{counted}</th>
              {students.map(({ number, encounters }) => (
                <th scope="col" key={number}>
                  <span className="visually-hidden">Student </span>
                  {number}
                  {encounters > 1 && <small aria-hidden="true"> ×{encounters}</small>}
                  <span className="visually-hidden">, {count(encounters, 'encounter')}</span>
                </th>
              ))}
            </tr>
          </thead>
          {parts.map(({ title, rows }) => (
            <tbody key={title ?? 'all'}>
              {title && (
                <tr className="part">
                  <th scope="rowgroup" colSpan={students.length + 2}>
                    {title}
                  </th>
                </tr>
              )}
              {rows.map((row) => (
                <Row key={row.id} row={row} students={students} />
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </>
  );
}

function Row({ row, students }: { row: TableRow; students: Table['students'] }) {
  const { title, shown, known, more, cells } = row;
  return (
    <tr>
      <th scope="row">{title}</th>
      <td className="count">
        {known === 0 ? 'Not known' : `${shown} of ${known}`}
        {more && <span className="quiet"> {more}</span>}
      </td>
      {cells.map(({ sign, words }, i) => (
        <td key={students[i]?.number} title={words}>
          <span aria-hidden="true">{sign}</span>
          <span className="visually-hidden">{words}</span>
        </td>
      ))}
    </tr>
  );
}
