package io.pult.contract.identity;

import io.pult.bus.MemberRole;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An invitation as whoever holds its token sees it.
 *
 * @param invitedBy absent when an API key made it
 */
public record InvitationPreview(String workspace, @Nullable Inviter invitedBy, MemberRole role, Instant expiresAt) {
    /**
     * @param login absent when the person signs in with Telegram or Yandex alone
     * @param name of the profile; may be empty
     */
    public record Inviter(@Nullable String login, String name) {}
}
