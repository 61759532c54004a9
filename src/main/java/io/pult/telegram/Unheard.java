package io.pult.telegram;

import io.pult.mtproto.ClientListener;
import io.pult.mtproto.Presence;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.updates.News;

/** Of a client that lives for one question: nothing that happens to it meanwhile concerns anybody, and nothing of it is kept. */
abstract class Unheard implements ClientListener {
    @Override
    public void presence(long userId, Presence presence) {}

    @Override
    public void news(News news) {}

    @Override
    public void save(SavedAccount account) {}
}
