import { useLocation, useNavigate } from 'react-router';
import { paths } from '@/paths';

const NAME = 'invitation';

/** The token is behind the # of the link: browsers send that part to nobody, so that no log gets to see it. */
export function linkOf(token: string): string {
  return `${location.origin}${paths.workspaces}#${NAME}=${encodeURIComponent(token)}`;
}

/** @param text a token, or a link that has one */
export function tokenOf(text: string): string {
  const at = text.indexOf('#');
  return (at < 0 ? undefined : new URLSearchParams(text.slice(at + 1)).get(NAME)) ?? text.trim();
}

/** @returns the token of the link by which somebody has come, and what makes the page forget it */
export function useInvitationLink(): [string | undefined, () => void] {
  const { hash, pathname } = useLocation();
  const navigate = useNavigate();
  const token = new URLSearchParams(hash.slice(1)).get(NAME) ?? undefined;
  return [token, () => token !== undefined && void navigate(pathname, { replace: true })];
}
