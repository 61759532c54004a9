import { api, take, type Schemas } from '@/api/client';
import { paths } from '@/paths';

export type Provider = Schemas['PublicSettings']['sign_in_providers'][number];

/** What is remembered of a sign-in while the person is on the provider's page. */
export interface Begun {
  provider: Provider;
  state: string;
  from?: string;
  /** An account is being linked to whoever is signed in. */
  links?: boolean;
}

const KEPT = 'pult.social';

export async function goToProvider(provider: Provider, from: string | undefined): Promise<void> {
  const started = await take(
    api.POST('/api/auth/v1/login/social/{provider}/start', {
      params: { path: { provider } },
      body: { client: 'browser', redirect_uri: location.origin + paths.social },
    }),
  );
  leaveFor(started, { provider, state: started.state, ...(from !== undefined && { from }) });
}

export function leaveFor(started: { authorization_url: string }, begun: Begun): void {
  sessionStorage.setItem(KEPT, JSON.stringify(begun));
  location.assign(started.authorization_url);
}

/** Of the person who has come back; only once. */
export function begun(): Begun | undefined {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  return kept === null ? undefined : (JSON.parse(kept) as Begun);
}
