import { useTranslation } from 'react-i18next';
import { paths } from '@/paths';
import { useCourseWords } from './course';
import { standingOf, useStatus } from './status';
import { worst } from './standing';
import { dead, free, standingOfTokens, useTokenChart, useTokenRows } from './tokens';
import { Tile } from './Tile';

export function TokensTile() {
  const { t } = useTranslation('control');
  const words = useCourseWords();
  const status = useStatus();
  const rows = useTokenRows();
  const chart = useTokenChart();
  const now = rows.dataUpdatedAt;
  const all = rows.data?.items;
  const course = chart.data && {
    hours: chart.data.map(({ at }) => at),
    values: chart.data.map(({ success, error }) => success + error),
  };
  const broken = all === undefined ? 0 : dead(all).length;
  const standing = all && standingOfTokens(all, now);
  return (
    <Tile
      title={t('nav.vk')}
      to={paths.vk}
      standing={standing && (standing === 'unused' ? standing : worst([standing, standingOf(status.data?.nodes ?? [], ['vk', 'vk pool'])]))}
      number={all && free(all, now).length}
      atLeast={rows.data?.whole === false}
      unit={t('tokens.free', { count: all?.length ?? 0 })}
      note={all && (broken > 0 ? t('tokens.dead', { count: broken }) : all.length === 0 ? t('tokens.none') : t('tokens.allAlive'))}
      course={course?.values}
      courseLabel={course ? words.events(t('tokens.calls'), course) : ''}
      courseOf={t('tokens.calls')}
      queries={[rows, chart]}
    />
  );
}
