package io.pult.contract.identity;

import io.pult.bus.MemberRole;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in a workspace.
 *
 * @param login absent when the person signs in with Telegram or Yandex alone
 * @param name of the profile; may be empty
 */
public record WorkspaceMember(UUID userId, @Nullable String login, String name, MemberRole role, Instant since) {}
