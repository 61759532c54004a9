import type { InfiniteData } from '@tanstack/react-query';
import type { Schemas } from '@/api/client';
import { matches, type Filter, type Job } from './job';

export type JobPages = InfiniteData<Schemas['JobPage'], string | undefined>;

/**
 * The pages that are shown, after something was heard of a job: it is replaced, taken out when the filter no longer has it, or
 * put in where it belongs. One that belongs after the last page that was read comes when that is.
 */
export function withJob(pages: JobPages, job: Job, filter: Filter): JobPages {
  const known = pages.pages.some((page) => page.items.some((each) => each.id === job.id));
  if (known) {
    return matches(job, filter) ? replaced(pages, job) : without(pages, job.id);
  }
  return matches(job, filter) ? inserted(pages, job, filter) : pages;
}

function replaced(pages: JobPages, job: Job): JobPages {
  // News may overtake each other, and an answer may be older than what was heard meanwhile.
  return onItems(pages, (items) => items.map((each) => (each.id === job.id && each.version <= job.version ? job : each)));
}

function without(pages: JobPages, id: string): JobPages {
  return onItems(pages, (items) => items.filter((each) => each.id !== id));
}

function inserted(pages: JobPages, job: Job, { sort }: Filter): JobPages {
  const before = (each: Job) => (sort === '-created_at' ? each.created_at < job.created_at : each.created_at > job.created_at);
  const at = pages.pages.findIndex((page) => page.items.some(before));
  if (at < 0) {
    const last = pages.pages.at(-1);
    return last === undefined || last.next !== undefined
      ? pages
      : { ...pages, pages: [...pages.pages.slice(0, -1), { ...last, items: [...last.items, job] }] };
  }
  return {
    ...pages,
    pages: pages.pages.map((page, index) => {
      const place = page.items.findIndex(before);
      return index === at ? { ...page, items: page.items.toSpliced(place, 0, job) } : page;
    }),
  };
}

function onItems(pages: JobPages, change: (items: Job[]) => Job[]): JobPages {
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: change(page.items) })) };
}
