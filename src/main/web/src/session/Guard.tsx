import { Navigate, Outlet, useLocation } from 'react-router';
import { NotAllowed } from '@/ui/NotAllowed';
import { Starting } from '@/ui/Starting';
import { paths } from '@/paths';
import { holds, useSession, type Role } from './session';

/** Lets those through who are signed in, and, where a role is named, hold it. */
export function Guard({ role }: { role?: Role }) {
  const { state, me, failure } = useSession();
  const location = useLocation();
  if (state === 'starting' || (state === 'in' && me === undefined)) {
    return <Starting failure={failure} />;
  }
  if (state === 'out') {
    return <Navigate to={paths.login} replace state={{ from: location.pathname + location.search + location.hash }} />;
  }
  return role === undefined || holds(me, role) ? <Outlet /> : <NotAllowed />;
}

/** Where somebody begins. */
export function Home() {
  const { state, me, failure } = useSession();
  if (state === 'starting') {
    return <Starting failure={failure} />;
  }
  const to = state === 'out' ? paths.login : holds(me, 'ADMIN') ? paths.control : paths.account;
  return <Navigate to={to} replace />;
}
