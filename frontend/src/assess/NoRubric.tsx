/** What stands in the place of a choice of rubrics where there is none. */
export function NoRubric() {
  return <p>This service has no rubric. Ask whoever runs it to add one.</p>;
}
