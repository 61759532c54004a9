import { act, render, screen } from '@testing-library/react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { describe, expect, it } from 'vitest';
import { FILTERS as PEOPLE } from '@/pages/users/person';
import { FILTERS as LOG } from '@/pages/vk/logFilter';
import { useOpened, useUrl } from '@/ui/useUrl';

function at(address: string) {
  const seen = {} as { people: ReturnType<typeof useUrl<typeof PEOPLE>>; log: ReturnType<typeof useUrl<typeof LOG>>; person: ReturnType<typeof useOpened> };
  function Probe() {
    Object.assign(seen, { people: useUrl(PEOPLE), log: useUrl(LOG), person: useOpened('person') });
    return <output>{seen.person.id ?? 'nobody'}</output>;
  }
  const router = createMemoryRouter([{ path: '*', element: <Probe /> }], { initialEntries: ['/before', address], initialIndex: 1 });
  render(<RouterProvider router={router} />);
  return { seen, router, search: () => router.state.location.search, does: (what: () => void) => act(async () => what()) };
}

describe('an address', () => {
  it('with what nobody can mean filters by the rest of it', () => {
    const { seen } = at('/?q=a&role=KING&status=blocked&verified=maybe&person=');
    expect(seen.people.values).toEqual({ q: 'a', status: 'blocked' });
    expect([seen.people.any, seen.person.id]).toEqual([true, undefined]);
  });

  it('keeps what is not of the filter', async () => {
    const { seen, search, does } = at('/?person=1&q=an');
    await does(() => seen.people.change({ role: 'ADMIN' }));
    expect(search()).toBe('?person=1&q=an&role=ADMIN');
    await does(() => seen.people.clear());
    expect(search()).toBe('?person=1');
    expect(seen.people.any).toBe(false);
  });

  it('gives back the filter that it was given, in place of the one before', async () => {
    const { seen, search, does } = at('/?tab=log&q=old&status=other');
    const filter = { method: 'users.get', status: 'error', is_env_token: true, from: '2026-11-21T00:00:00.000Z' } as const;
    await does(() => seen.log.replace(filter));
    expect(seen.log.values).toEqual(filter);
    expect(search()).toContain('tab=log');
  });
});

describe('what is open', () => {
  it('is closed by the way back, and closing is a step back', async () => {
    const { seen, router, search, does } = at('/?q=an');
    await does(() => seen.person.open('1'));
    expect(screen.getByRole('status')).toHaveTextContent('1');
    await does(() => void router.navigate(-1));
    expect(search()).toBe('?q=an');
    await does(() => seen.person.open('1'));
    await does(() => seen.person.open('2'));
    expect(search()).toBe('?q=an&person=2');
    await does(() => seen.person.close());
    expect(search()).toBe('?q=an');
    await does(() => void router.navigate(-1));
    expect(router.state.location.pathname).toBe('/before');
  });

  it('by a link is closed where one stands', async () => {
    const { seen, router, does } = at('/people?person=1');
    await does(() => seen.people.change({ q: 'an' }));
    await does(() => seen.person.close());
    expect(router.state.location).toMatchObject({ pathname: '/people', search: '?q=an' });
    await does(() => seen.person.close());
    expect(router.state.location.pathname).toBe('/people');
  });
});
