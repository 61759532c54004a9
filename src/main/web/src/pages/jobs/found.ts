import { Problem } from '@/api/problem';

/** What a job has brought may be forgotten before the job is: that is no problem to be shown, but null. */
export function found<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((failure: unknown) => {
    if (failure instanceof Problem && failure.status === 404) {
      return null;
    }
    throw failure;
  });
}
