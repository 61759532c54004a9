package io.pult.playground;

import io.pult.playground.telegram.Channel;
import io.pult.playground.telegram.ChannelSpec;
import io.pult.playground.telegram.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Channels of the stand-in of Telegram, each with a group in which its posts are discussed. */
final class DemoChannels {
    /** The one that is easy to guess. */
    static final String NEWS = "pult_news";

    private static final List<String> POSTS = List.of(
            "The new ferry timetable starts on Monday.",
            "Volunteers wanted for the harbour clean-up on Saturday.",
            "The library is open until nine again.",
            "Road works on the northern bridge end a week early.",
            "Vote for the name of the new tram line until Friday.");
    private static final int ADMINS = 3;
    private static final int MEMBERS = 40;

    private final World world;
    private final DemoPeople people;

    private DemoChannels(World world, DemoPeople people) {
        this.world = world;
        this.people = people;
    }

    /** @return the channel of {@link #NEWS} */
    static Channel open(World world, DemoPeople people) {
        var channels = new DemoChannels(world, people);
        Channel news = channels.open("Harbour news", NEWS, 0);
        channels.open("Northern lights", "northern_lights", 100);
        channels.open("Quiet notes", null, 50);
        return news;
    }

    /** @param creator whose neighbours administer it and are its members */
    private Channel open(String title, @Nullable String username, int creator) {
        Channel channel = world.add(ChannelSpec.channel(title, username), people.get(creator));
        Channel group = world.add(ChannelSpec.group(title + ": talk", null), people.get(creator));
        world.link(channel, group);
        for (int other = 1; other <= MEMBERS; other++) {
            var member = people.get(creator + other);
            if (other <= ADMINS) {
                world.promote(channel, member);
            } else {
                world.admit(channel, member);
            }
            world.admit(group, member);
        }
        POSTS.forEach(text -> world.post(channel, text));
        world.say(group, people.get(creator + ADMINS + 1), 0, "Good to know.");
        return channel;
    }
}
