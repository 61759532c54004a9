package io.pult.playground.telegram;

/** Who may write where, and how soon again. */
final class WritingRights {
    private final World world;

    WritingRights(World world) {
        this.world = world;
    }

    void require(Channel channel, Account account) {
        long id = account.id();
        if (channel.banned().contains(id)) {
            throw RpcRefusal.bad("USER_BANNED_IN_CHANNEL");
        }
        if (!channel.isOpenTo(id)) {
            throw RpcRefusal.bad("CHANNEL_PRIVATE");
        }
        if (channel.isAdmin(id)) {
            return;
        }
        if (channel.spec().broadcast()) {
            throw RpcRefusal.forbidden("CHAT_WRITE_FORBIDDEN");
        }
        boolean guest = !channel.isMember(id);
        if (guest && (channel.spec().joinToSend() || channel.linked() == null)) {
            throw RpcRefusal.forbidden("CHAT_GUEST_SEND_FORBIDDEN");
        }
        if (channel.spec().muted()) {
            throw RpcRefusal.forbidden("CHAT_SEND_PLAIN_FORBIDDEN");
        }
        int wait = waitOf(channel, account);
        if (wait > 0) {
            throw new RpcRefusal(420, "SLOWMODE_WAIT_" + wait);
        }
    }

    void wrote(Channel channel, Account account) {
        channel.lastWritten().put(account.id(), world.now());
    }

    /** Seconds until the slow mode lets the account write again. */
    int waitOf(Channel channel, Account account) {
        Integer last = channel.lastWritten().get(account.id());
        return last == null ? 0 : last + channel.spec().slowSeconds() - world.now();
    }
}
