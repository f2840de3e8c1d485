import { Audience } from './audience.ts';
import type { Delivery, Insertion } from './delivery.ts';
import { measureDelivery, measureInsertion } from './delivery.ts';
import { figure } from './figures.ts';
import type { Figure } from './figures.ts';
import { CLUB, isInClub } from './people.ts';
import { bareService } from './services.ts';
import type { Stage } from './stage.ts';

const UNPUBLISHED = 'unpublished table';
const BARE = 'bare server';

/** Delivers changes to so many subscribers, half of whom may see them. */
export async function measureDeliveries(stage: Stage, subscribers: number): Promise<Figure[]> {
  const { published, unpublished, bare, onTrouble } = stage;
  const people = Array.from({ length: subscribers }, (_, person) => person);
  const audience = await Audience.gather(published, people, onTrouble);
  const delivery = await measureDelivery(published, audience);
  const insertion = await measureInsertion(unpublished);
  audience.disperse();

  const passing = bareService(bare.url, audience.sample);
  const bareAudience = await Audience.gather(passing, people.filter(isInClub), onTrouble);
  const least = await measureDelivery(passing, bareAudience);
  bareAudience.disperse();

  return toFigures({ subscribers, readers: audience.sizeIn(CLUB), delivery, insertion, least });
}

interface Measured {
  subscribers: number;
  /** How many of the subscribers receive each row. */
  readers: number;
  delivery: Delivery;
  insertion: Insertion;
  /** Of the bare server, to as many sockets as there are readers. */
  least: Delivery;
}

function toFigures({ subscribers, readers, delivery, insertion, least }: Measured): Figure[] {
  const part = `Changes under row level security, subscribers: ${subscribers}, of whom see them: ${readers}`;
  const { latency, singly, together } = delivery;
  return [
    figure(part, 'latency from insert to arrival, p50', 'ms', latency.p50, {
      [`insert into ${UNPUBLISHED}`]: insertion.latency.p50,
      [BARE]: least.latency.p50,
    }),
    figure(part, 'p95', 'ms', latency.p95, {
      [`insert into ${UNPUBLISHED}`]: insertion.latency.p95,
      [BARE]: least.latency.p95,
    }),
    figure(part, '1,000 inserts: inserts', '/s', singly.answered, { [UNPUBLISHED]: insertion.singly }),
    figure(part, 'changes', '/s', singly.delivered, { [BARE]: least.singly.delivered }),
    figure(part, 'deliveries', '/s', singly.delivered * readers, {
      [BARE]: least.singly.delivered * readers,
    }),
    figure(part, 'one insert of 1,000: changes', '/s', together.delivered, {
      [UNPUBLISHED]: insertion.together,
      [BARE]: least.together.delivered,
    }),
  ];
}
