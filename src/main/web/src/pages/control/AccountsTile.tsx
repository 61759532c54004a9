import { useTranslation } from 'react-i18next';
import { paths } from '@/paths';
import { BROKEN, countOf, standingOfAccounts, useHistory, useSummary } from './accounts';
import { lastByHour, useCourseWords } from './course';
import { Tile } from './Tile';

export function AccountsTile() {
  const { t } = useTranslation('control');
  const words = useCourseWords();
  const summary = useSummary();
  const history = useHistory();
  const course = history.data && lastByHour(history.data.items, ({ ready }) => ready, history.dataUpdatedAt);
  const told = summary.data;
  const floods = told && countOf(told, ['flood']);
  const broken = told && countOf(told, BROKEN);
  const notes = [
    ...(broken ? [t('accounts.broken', { count: broken })] : []),
    ...(floods ? [t('accounts.flood', { count: floods })] : []),
    ...(told?.waiting ? [t('accounts.waiting', { count: told.waiting })] : []),
  ];
  return (
    <Tile
      title={t('accounts.title')}
      to={paths.telegram}
      standing={told && standingOfAccounts(told)}
      number={told && countOf(told, ['ready'])}
      unit={t('accounts.ready', { count: told?.accounts ?? 0 })}
      note={notes.join(' · ')}
      course={course?.values}
      courseLabel={course ? words.level(t('accounts.course'), course) : ''}
      courseOf={t('accounts.course')}
      queries={[summary, history]}
    />
  );
}
