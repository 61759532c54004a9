package io.pult.telegram;

/**
 * What is asked of Telegram, for the waits that it may have ordered.
 *
 * @param method that matters of those that are called, as Telegram names it
 * @param chat id of the channel that it is about; empty: none
 * @param writes others can see it
 */
record Act(String method, String chat, boolean writes) {
    static Act read(String method) {
        return new Act(method, Floods.EVERYWHERE, false);
    }

    static Act read(String method, long channel) {
        return new Act(method, Long.toString(channel), false);
    }

    static Act write(String method, long channel) {
        return new Act(method, Long.toString(channel), true);
    }
}
