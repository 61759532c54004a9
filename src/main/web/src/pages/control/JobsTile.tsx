import { useTranslation } from 'react-i18next';
import { paths } from '@/paths';
import { useCourseWords } from './course';
import { Tile } from './Tile';
import { failedInADay, standingOfWork, useOldestQueued, useWork } from './work';

export function JobsTile() {
  const { t } = useTranslation('control');
  const words = useCourseWords();
  const work = useWork();
  const oldest = useOldestQueued();
  const told = work.data;
  const running = told && told.states.running + told.states.cancelling;
  const failed = told && failedInADay(told);
  const course = told && { hours: told.hours.map(({ at }) => at), values: told.hours.map((hour) => hour.succeeded + hour.failed) };
  const notes = [
    ...(told?.states.queued ? [t('work.queued', { count: told.states.queued })] : []),
    ...(failed ? [t('work.failed', { count: failed })] : []),
  ];
  return (
    <Tile
      title={t('nav.jobs')}
      to={paths.jobs}
      standing={told && oldest.data !== undefined ? standingOfWork(told, oldest.data, work.dataUpdatedAt) : undefined}
      number={running}
      unit={t('work.running', { count: running ?? 0 })}
      note={told && (notes.join(' · ') || t('work.fine'))}
      course={course?.values}
      courseLabel={course ? words.events(t('work.course'), course) : ''}
      courseOf={t('work.course')}
      queries={[work, oldest]}
    />
  );
}
