import { share } from './fixtures.ts';
import { openProject, type Person, type TestProject } from './project.ts';

/** A timeline's owner, and two people to whom it is shared. */
export interface Circle {
  readonly project: TestProject;
  readonly owner: Person;
  readonly eve: Person;
  readonly irene: Person;
}

/** A database of its own, with Marie, whose timeline is shared with Ève and Irène. */
export async function openCircle(level: string): Promise<Circle> {
  const project = await openProject();
  const owner = await project.person('Marie');
  const eve = await project.person('Ève');
  const irene = await project.person('Irène');
  for (const person of [eve, irene]) await share(project, owner, person, level);
  return { project, owner, eve, irene };
}
