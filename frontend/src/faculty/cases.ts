import type { PersonaView, ScenarioView, SessionEntry } from '@viva/client';
import { fitting } from '../choose/cases';

type Subject = Pick<SessionEntry, 'scenarioId' | 'personaId' | 'roleId'>;

/** What a session is about, in words. */
export interface Names {
  readonly code: string;
  readonly title: string;
  /** The patient in full. */
  readonly patient: string;
  /** Who speaks in place of the patient. */
  readonly speaker?: string;
}

/** The cases and patients by their ids. A case that is no longer served is named by its id. */
export class CaseBook {
  private readonly scenarios: ReadonlyMap<string, ScenarioView>;
  private readonly personas: ReadonlyMap<string, PersonaView>;

  constructor(scenarios: readonly ScenarioView[] = [], personas: readonly PersonaView[] = []) {
    this.scenarios = new Map(scenarios.map((one) => [one.scenarioId, one]));
    this.personas = new Map(personas.map((one) => [one.personaId, one]));
  }

  get all(): ScenarioView[] {
    return [...this.scenarios.values()].sort((a, b) => a.code.localeCompare(b.code));
  }

  /** The patients that fit a case. */
  patientsOf(scenarioId: string): PersonaView[] {
    const scenario = this.scenarios.get(scenarioId);
    return scenario ? fitting(scenario, [...this.personas.values()]) : [];
  }

  names({ scenarioId, personaId, roleId }: Subject): Names {
    const scenario = this.scenarios.get(scenarioId);
    const role = scenario?.roles.find((one) => one.roleId === roleId);
    return {
      code: scenario?.code ?? '',
      title: scenario?.title ?? scenarioId,
      patient: this.personas.get(personaId)?.name ?? personaId,
      ...(role && { speaker: role.name }),
    };
  }
}
