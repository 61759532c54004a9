import { useTranslation } from 'react-i18next';
import { countByHour, useCourseWords } from './course';
import { useActs } from './people';
import { worst } from './standing';
import { standingOfNode, useStatus } from './status';
import { Tile } from './Tile';

export function NodesTile() {
  const { t } = useTranslation('control');
  const words = useCourseWords();
  const status = useStatus();
  const acts = useActs();
  const nodes = status.data?.nodes;
  const up = nodes?.filter((node) => standingOfNode(node) === 'up').length;
  const troubled = new Set(nodes?.flatMap(({ components }) => components.filter(({ state }) => state !== 'up').map(({ name }) => name)));
  const course = acts.data && countByHour(acts.data.items.map(({ at }) => at), acts.data.whole, acts.dataUpdatedAt);
  return (
    <Tile
      title={t('nodes.title')}
      to="#nodes"
      standing={status.data && worst([status.data.status])}
      number={up}
      unit={t('nodes.up', { count: nodes?.length ?? 0 })}
      note={nodes && (troubled.size > 0 ? t('nodes.troubled', { names: [...troubled].join(', ') }) : t('nodes.fine'))}
      course={course?.values}
      courseLabel={course ? words.events(t('nodes.course'), course) : ''}
      courseOf={t('nodes.course')}
      queries={[status, acts]}
    />
  );
}
