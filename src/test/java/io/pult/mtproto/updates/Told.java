package io.pult.mtproto.updates;

import java.util.ArrayList;
import java.util.List;

/** Writes down what the state machine asks and tells. */
final class Told implements Surroundings<String> {
    final List<String> news = new ArrayList<>();
    final List<String> questions = new ArrayList<>();

    @Override
    public void askState() {
        questions.add("state");
    }

    @Override
    public void askDifference(UpdateState from) {
        questions.add("difference from " + from.pts());
    }

    @Override
    public void askChannelDifference(long channelId, int pts) {
        questions.add("channel " + channelId + " from " + pts);
    }

    @Override
    public void happened(String what) {
        news.add(what);
    }

    @Override
    public void updatesLost(long channelId) {
        news.add("lost of " + channelId);
    }

    @Override
    public void channelUnavailable(long channelId) {
        news.add("unavailable " + channelId);
    }

    /** The questions since the last time. */
    List<String> asked() {
        var asked = List.copyOf(questions);
        questions.clear();
        return asked;
    }
}
