package io.pult.contract.telegram;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A post of a channel.
 *
 * @param text at most 4,096 UTF-16 units; empty for one that is a picture alone
 * @param views how often it was seen, as the channel shows it; absent when it does not
 */
public record TelegramPost(
        int id, Instant date, String text, @Nullable Integer views) {}
