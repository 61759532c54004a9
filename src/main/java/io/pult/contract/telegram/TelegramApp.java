package io.pult.contract.telegram;

import java.time.Instant;
import java.util.UUID;

/** The application under which accounts of a workspace sign in, without its hash, which is never shown. */
public record TelegramApp(UUID workspaceId, int apiId, Instant updatedAt) {}
