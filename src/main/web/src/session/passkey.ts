import type { components } from '@/api/schema';

type PasskeyOptions = components['schemas']['PasskeyOptions'];
type PasskeyResponse = components['schemas']['PasskeyResponse'];

/**
 * Options as the server gives them, with binary values in base64url, and answers likewise: WebAuthn Level 3, section 5.1.9 to
 * 5.1.11. Browsers without those functions have no passkeys here.
 */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;
}

/** Has the person show a passkey. Fails with `NotAllowedError` when they do not. */
export async function askAuthenticator(options: PasskeyOptions): Promise<PasskeyResponse> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options.public_key as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  return answer(await navigator.credentials.get({ publicKey }));
}

/** Has the person make a passkey. */
export async function makePasskey(options: PasskeyOptions): Promise<PasskeyResponse> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options.public_key as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  return answer(await navigator.credentials.create({ publicKey }));
}



function answer(credential: Credential | null): PasskeyResponse {
  if (!(credential instanceof PublicKeyCredential)) {
    throw new Error('the authenticator gave nothing');
  }
  return credential.toJSON() as PasskeyResponse;
}
