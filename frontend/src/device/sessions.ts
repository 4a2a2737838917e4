import {
  StorageError,
  systemClock,
  type Clock,
  type CreatedSession,
  type Participant,
  type PersonaView,
  type ScenarioView,
} from '@viva/client';
import { BrowserDatabase, within } from '@viva/client/toolkit';
import type { DBSchema } from 'idb';
import type { Access } from '../api/client';

/** An encounter started on this device or found in the student's account, with what opens it at the service. */
export interface DeviceSession {
  readonly sessionId: string;
  readonly grant: Access;
  readonly grantExpiresAt: number;
  readonly personaName: string;
  /** Whom the student speaks with instead of the patient, such as a relative. */
  readonly speaker?: Speaker;
  /** Absent in encounters begun with an older page, as is the patient's id. */
  readonly scenarioId?: string;
  readonly personaId?: string;
  /** The exam that it is an attempt at. */
  readonly examId?: string;
  readonly scenarioTitle: string;
  readonly scenarioCode: string;
  readonly briefing: string;
  /** What the student is asked to do; absent in encounters begun with an older page, as is the region. */
  readonly task?: string;
  readonly region?: string;
  /** Who was logged in when it came to this device: the identity provider's subject. */
  readonly owner?: string;
  /** Who practises, as the service has it. */
  readonly participant?: Participant;
  readonly startedAt: number;
  readonly deadlineAt: number;
  readonly inputLanguage?: string;
  readonly replyLanguage?: string;
  /** Set once this device knows that it is over. */
  readonly endedAt?: number;
}

export interface Speaker {
  readonly name: string;
  /** Who they are, such as a team-mate; unknown once their case is not served any more. */
  readonly title?: string;
}

/** One that this device keeps, with the grant to continue it. */
export interface StoredSession extends DeviceSession {
  readonly grant: string;
}

/** @param now by the service's clock; while that is unknown, nothing counts as expired */
export function hasExpired({ grantExpiresAt }: DeviceSession, now: number | undefined): boolean {
  return now !== undefined && grantExpiresAt <= now;
}

/** What this device knows of an encounter, opened by what the student's account has for it. */
export function openedBy(known: DeviceSession, { grant, grantExpiresAt }: DeviceSession): DeviceSession {
  return { ...known, grant, grantExpiresAt };
}

interface Schema extends DBSchema {
  sessions: { key: string; value: StoredSession };
}

/** The maximum time of a read or a write of this device. After a late write, it keeps no copy of the encounter. */
const STORED_WITHIN_MS = 5_000;

/** The encounters of this device: never sent anywhere, deleted when their grants expire. */
export class DeviceSessions {
  /** Encounters of this visit: a full disk must not lose one that the service has already created. */
  private readonly visit = new Map<string, StoredSession>();
  /** Those of them that the disk does not have, or not yet. */
  private readonly unstored = new Set<string>();

  private constructor(
    private readonly database: BrowserDatabase<Schema>,
    private readonly clock: Clock,
  ) {}

  static async open(name = 'viva-sessions', clock = systemClock): Promise<DeviceSessions> {
    const database = new BrowserDatabase<Schema>(name, 1, (fresh) => {
      fresh.createObjectStore('sessions', { keyPath: 'sessionId' });
    });
    await database.get();
    return new DeviceSessions(database, clock);
  }

  /** Keeps an encounter that began here. Answers whether it is stored: if not, it is lost with this visit. */
  async keep(
    created: CreatedSession,
    scenario: ScenarioView,
    persona: PersonaView,
    { examId, owner }: { readonly examId?: string | undefined; readonly owner?: string | undefined } = {},
  ): Promise<boolean> {
    const { session } = created;
    const role = scenario.roles.find(({ roleId }) => roleId === session.roleId);
    return this.adopt({
      sessionId: session.sessionId,
      grant: created.accessToken,
      grantExpiresAt: created.accessExpiresAt.getTime(),
      personaName: persona.name,
      scenarioId: scenario.scenarioId,
      personaId: persona.personaId,
      scenarioTitle: scenario.title,
      scenarioCode: scenario.code,
      briefing: scenario.briefing,
      task: scenario.task,
      region: scenario.region,
      startedAt: session.createdAt.getTime(),
      deadlineAt: session.deadlineAt.getTime(),
      ...(examId && { examId }),
      ...(owner && { owner }),
      ...(role && { speaker: { name: role.name, title: role.title } }),
      ...(session.participant && { participant: session.participant }),
      ...(session.inputLanguage && { inputLanguage: session.inputLanguage }),
      ...(session.replyLanguage && { replyLanguage: session.replyLanguage }),
    });
  }

  /** Keeps an encounter that began on another device. Answers whether it is stored. */
  async adopt(session: StoredSession): Promise<boolean> {
    this.visit.set(session.sessionId, session);
    this.unstored.add(session.sessionId);
    const stored = this.put(session).then(() => void this.unstored.delete(session.sessionId));
    try {
      await within(this.clock, STORED_WITHIN_MS, stored);
      return true;
    } catch (error) {
      // Another tab runs a newer page: only a reload helps, and the encounter is started again there.
      if (error instanceof StorageError) throw error;
      return false;
    }
  }

  async find(sessionId: string): Promise<DeviceSession | undefined> {
    const visited = this.visit.get(sessionId);
    const read = this.db().then((db) => db.get('sessions', sessionId));
    try {
      return (await within(this.clock, STORED_WITHIN_MS, read)) ?? visited;
    } catch (error) {
      // As in `adopt`: where another tab is the reason, only a reload helps.
      if (visited && !(error instanceof StorageError)) return visited;
      throw error;
    }
  }

  async markEnded(sessionId: string, at: number): Promise<void> {
    const visited = this.visit.get(sessionId);
    if (visited && visited.endedAt === undefined) this.visit.set(sessionId, { ...visited, endedAt: at });
    const tx = (await this.db()).transaction('sessions', 'readwrite');
    const known = await tx.store.get(sessionId);
    if (known && known.endedAt === undefined) await tx.store.put({ ...known, endedAt: at });
    await tx.done;
  }

  /** Every encounter of this device, newest first. */
  async all(): Promise<DeviceSession[]> {
    const all = await this.read();
    return all.sort((a, b) => b.startedAt - a.startedAt);
  }

  /**
   * Encounters that can still be continued, newest first.
   *
   * @param now by the service's clock; while that is unknown, no encounter counts as expired
   */
  async open(now: number | undefined): Promise<DeviceSession[]> {
    const all = await this.read();
    const open = all.filter(
      (s) => s.endedAt === undefined && !(now !== undefined && s.deadlineAt <= now) && !hasExpired(s, now),
    );
    return open.sort((a, b) => b.startedAt - a.startedAt);
  }

  /** Encounters that came to this device while somebody was logged in. */
  async ownedBy(owner: string): Promise<DeviceSession[]> {
    return (await this.read()).filter((s) => s.owner === owner);
  }

  /** Encounters whose grant has expired by the service's clock: nothing can be done with them any more. */
  async expired(now: number): Promise<DeviceSession[]> {
    return (await this.read()).filter((s) => hasExpired(s, now));
  }

  async forget(sessionId: string): Promise<void> {
    this.visit.delete(sessionId);
    this.unstored.delete(sessionId);
    await (await this.db()).delete('sessions', sessionId);
  }

  private async read(): Promise<DeviceSession[]> {
    const read = this.db().then((db) => db.getAll('sessions'));
    const stored = await within(this.clock, STORED_WITHIN_MS, read);
    const known = new Set(stored.map((s) => s.sessionId));
    const visited = [...this.visit.values()];
    return [...stored, ...visited.filter((s) => this.unstored.has(s.sessionId) && !known.has(s.sessionId))];
  }

  private async put(session: StoredSession): Promise<void> {
    await (await this.db()).put('sessions', session);
  }

  private db(): ReturnType<BrowserDatabase<Schema>['get']> {
    return this.database.get();
  }
}
