import { useTranslation } from 'react-i18next';
import { paths } from '@/paths';
import { countByHour, useCourseWords } from './course';
import { useRegistered, useSignIns } from './people';
import { worst } from './standing';
import { standingOf, useStatus } from './status';
import { Tile } from './Tile';

export function PeopleTile() {
  const { t } = useTranslation('control');
  const words = useCourseWords();
  const status = useStatus();
  const signIns = useSignIns();
  const registered = useRegistered();
  const told = signIns.data;
  const course = told && countByHour(told.items.map(({ at }) => at), told.whole, signIns.dataUpdatedAt);
  const people = told && new Set(told.items.map(({ subject }) => subject)).size;
  return (
    <Tile
      title={t('nav.users')}
      to={paths.users}
      standing={told && worst(['up', standingOf(status.data?.nodes ?? [], ['telegram_sign_in', 'yandex_sign_in'])])}
      number={people}
      atLeast={told?.whole === false}
      unit={t('people.signedIn', { count: people ?? 0 })}
      note={registered.data && t('people.registered', { count: registered.data.items.length })}
      course={course?.values}
      courseLabel={course ? words.events(t('people.course'), course) : ''}
      courseOf={t('people.course')}
      queries={[signIns, registered]}
    />
  );
}
