import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** A number by hour. Null: nobody knows, which is not zero. */
export interface Course {
  /** Beginnings of the hours, as ISO texts. */
  hours: string[];
  values: (number | null)[];
}

/** Beginnings of the hours of the last day, the one that runs included. */
export function lastDay(now: number): number[] {
  const last = Math.floor(now / HOUR_MS) * HOUR_MS;
  return Array.from({ length: HOURS }, (_, at) => last - (HOURS - 1 - at) * HOUR_MS);
}

/**
 * How many of these moments are in each hour.
 *
 * @param whole whether these are all; otherwise what is older than the oldest of them is unknown, and so is its hour
 */
export function countByHour(moments: string[], whole: boolean, now: number): Course {
  const hours = lastDay(now);
  const times = moments.map((moment) => new Date(moment).getTime());
  const known = whole ? -Infinity : Math.min(...times);
  return {
    hours: hours.map((hour) => new Date(hour).toISOString()),
    values: hours.map((hour) => (hour < known ? null : times.filter((time) => time >= hour && time < hour + HOUR_MS).length)),
  };
}

/** The last of the samples of each hour; null where there is none. */
export function lastByHour<T extends { at: string }>(samples: T[], value: (sample: T) => number, now: number): Course {
  const hours = lastDay(now);
  return {
    hours: hours.map((hour) => new Date(hour).toISOString()),
    values: hours.map((hour) => {
      const sample = samples.findLast(({ at }) => {
        const time = new Date(at).getTime();
        return time >= hour && time < hour + HOUR_MS;
      });
      return sample === undefined ? null : value(sample);
    }),
  };
}

/** What a picture of the course shows, for those who do not see it. */
export function useCourseWords() {
  const { t } = useTranslation('control');
  const format = useFormat();
  const unknown = (course: Course) => {
    const hours = course.values.filter((value) => value === null).length;
    return hours === 0 ? '' : ` ${t('course.unknown', { count: hours })}`;
  };
  const known = (course: Course) => course.values.filter((value) => value !== null);
  return {
    /** Of things that happened. */
    events: (what: string, course: Course) => {
      const values = known(course);
      if (values.length === 0) {
        return t('course.nothing', { what });
      }
      const most = Math.max(...values);
      const sum = format.number(values.reduce((total, value) => total + value, 0));
      return (
        (most === 0
          ? t('course.none', { what })
          : t('course.events', { what, sum, most: format.number(most), at: format.dateTime(course.hours[course.values.indexOf(most)]) })) +
        unknown(course)
      );
    },
    /** Of a level. */
    level: (what: string, course: Course) => {
      const values = known(course);
      return values.length === 0
        ? t('course.nothing', { what })
        : t('course.level', { what, least: format.number(Math.min(...values)), most: format.number(Math.max(...values)) }) +
            unknown(course);
    },
  };
}
