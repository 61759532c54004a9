import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { createMemoryRouter, RouterProvider, useLocation } from 'react-router';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Offline } from '@/api/problem';
import words from '@/i18n/en.json';
import { Guard, Home } from '@/session/Guard';
import { useSession, type Me, type Role } from '@/session/session';

const PERSON: Me = {
  id: '5b2f8d5e-0000-4000-8000-000000000001',
  login: 'ann',
  name: 'Ann',
  lang_code: 'en',
  time_zone: 'UTC',
  roles: ['USER'],
  verified: true,
  has_password: true,
  memberships: [],
  created_at: '2026-01-01T00:00:00Z',
  version: 1,
};

const holder = (...roles: Role[]): Me => ({ ...PERSON, roles });

function Login() {
  const { state } = useLocation() as { state: { from: string } };
  return <p>the sign-in, for {state?.from}</p>;
}

function open(path: string) {
  const router = createMemoryRouter(
    [
      { path: '/', element: <Home /> },
      { path: '/login', element: <Login /> },
      {
        element: <Guard />,
        children: [
          { path: '/account', element: <p>my account</p> },
          { element: <Guard role="ADMIN" />, children: [{ path: '/admin/control', element: <p>the control room</p> }] },
        ],
      },
    ],
    { initialEntries: [path] },
  );
  render(
    <MantineProvider>
      <RouterProvider router={router} />
    </MantineProvider>,
  );
}

beforeAll(() =>
  i18next.use(initReactI18next).init({ lng: 'en', resources: { en: { common: words } }, defaultNS: 'common' }),
);

afterEach(() => useSession.setState({ state: 'starting', me: undefined, failure: undefined }));

describe('the guard', () => {
  it('waits until it is known who is here', () => {
    open('/account');

    expect(screen.getByLabelText('Loading')).toBeInTheDocument();
  });

  it('says why it cannot be known, and offers another attempt', () => {
    useSession.setState({ failure: new Offline('no answer') });
    open('/account');

    expect(screen.getByRole('alert')).toHaveTextContent('No connection');
    expect(screen.getByRole('button', { name: 'Try again' })).toBeInTheDocument();
  });

  it('sends whoever is not signed in to the sign-in, which knows where they wanted to go', () => {
    useSession.setState({ state: 'out' });
    open('/admin/control?tab=jobs');

    expect(screen.getByText('the sign-in, for /admin/control?tab=jobs')).toBeInTheDocument();
  });

  it('lets people in to their own pages and tells them that others are not theirs', () => {
    useSession.setState({ state: 'in', me: holder('USER') });
    open('/account');
    open('/admin/control');

    expect(screen.getByText('my account')).toBeInTheDocument();
    expect(screen.queryByText('the control room')).not.toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'You have no right to see this page' })).toBeInTheDocument();
  });

  it.each<Role>(['ADMIN', 'SUPERUSER'])('lets an administrator in (%s)', (role) => {
    useSession.setState({ state: 'in', me: holder('USER', role) });
    open('/admin/control');

    expect(screen.getByText('the control room')).toBeInTheDocument();
  });

  it('sends everybody from the start to where they begin', () => {
    useSession.setState({ state: 'in', me: holder('USER') });
    open('/');
    expect(screen.getByText('my account')).toBeInTheDocument();
  });

  it('sends administrators from the start to the control room', () => {
    useSession.setState({ state: 'in', me: holder('ADMIN') });
    open('/');
    expect(screen.getByText('the control room')).toBeInTheDocument();
  });
});
