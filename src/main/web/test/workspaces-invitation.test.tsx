import { describe, expect, it } from 'vitest';
import { linkOf, tokenOf } from '@/pages/workspaces/invitationLink';

describe('an invitation', () => {
  it('has its token where browsers send it to nobody', () => {
    const link = new URL(linkOf('a+b/c='));
    expect(link.pathname + link.search).toBe('/account/workspaces');
  });

  it('is taken from the link as well as from the token', () => {
    for (const token of ['pulti_A-b_9', 'a+b/c=', 'ж&x']) {
      expect(tokenOf(linkOf(token))).toBe(token);
      expect(tokenOf(`  ${token}\n`)).toBe(token);
    }
  });
});
