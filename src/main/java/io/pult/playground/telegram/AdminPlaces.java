package io.pult.playground.telegram;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Channels and groups, and what is written there.
 *
 * <pre>{@code
 * POST   channels                      {title, about?, creator: phone, username?, group?, join_to_send?, join_request?,
 *                                       muted?, reactions?: [emoticons], slow_seconds?}: gives {id, invite}
 * POST   channels/{id}/link            {group: id}: where its posts are discussed
 * POST   channels/{id}/members         {phone, role: member|admin|banned}; also lets in who asked to be let in
 * POST   channels/{id}/posts           {text}: gives {id}
 * POST   channels/{id}/messages        {phone, text, reply_to?}: in a group; gives {id}
 * POST   channels/{id}/posts/{message} {text}: changes it
 * DELETE channels/{id}/posts/{message}
 * POST   channels/{id}/skip            {pts}: moves without a word
 * }</pre>
 */
final class AdminPlaces {
    private static final int MOST = 1_000_000;

    private final World world;

    AdminPlaces(World world) {
        this.world = world;
    }

    /** What somebody becomes. */
    private enum Role {
        MEMBER,
        ADMIN,
        BANNED
    }

    void mount(Router router) {
        router.post("/stand-in/channels").handler(AdminServer.answer((context, in) -> add(in)));
        router.post("/stand-in/channels/:id/link").handler(AdminServer.answer(this::link));
        router.post("/stand-in/channels/:id/members").handler(AdminServer.answer(this::member));
        router.post("/stand-in/channels/:id/posts").handler(AdminServer.answer(this::post));
        router.post("/stand-in/channels/:id/messages").handler(AdminServer.answer(this::say));
        router.post("/stand-in/channels/:id/posts/:message").handler(AdminServer.answer(this::edit));
        router.delete("/stand-in/channels/:id/posts/:message").handler(AdminServer.answer(this::delete));
        router.post("/stand-in/channels/:id/skip").handler(AdminServer.answer(this::skip));
    }

    private JsonObject add(AdminRequest in) {
        var spec = new ChannelSpec(
                in.required("title"),
                in.text("about", ""),
                in.text("username"),
                !in.flag("group"),
                in.flag("join_to_send"),
                in.flag("join_request"),
                in.flag("muted"),
                in.texts("reactions"),
                in.number("slow_seconds", 0, 0, MOST));
        Account creator = AdminPeople.person(world, in.required("creator"));
        in.nothingElse();
        Channel channel = world.add(spec, creator);
        return new JsonObject().put("id", channel.id()).put("invite", world.inviteHash(channel));
    }

    private JsonObject link(RoutingContext context, AdminRequest in) {
        Channel group = place(in.id("group"));
        in.nothingElse();
        world.link(named(context), group);
        return new JsonObject();
    }

    private JsonObject member(RoutingContext context, AdminRequest in) {
        Channel channel = named(context);
        Account who = AdminPeople.person(world, in.required("phone"));
        Role role = in.word("role", Role.class);
        in.nothingElse();
        switch (role) {
            case MEMBER -> world.admit(channel, who);
            case ADMIN -> world.promote(channel, who);
            case BANNED -> world.ban(channel, who);
        }
        return new JsonObject();
    }

    private JsonObject post(RoutingContext context, AdminRequest in) {
        String text = in.required("text");
        in.nothingElse();
        return new JsonObject().put("id", world.post(named(context), text));
    }

    private JsonObject say(RoutingContext context, AdminRequest in) {
        Account from = AdminPeople.person(world, in.required("phone"));
        int replyTo = in.number("reply_to", 0, 0, Integer.MAX_VALUE);
        String text = in.required("text");
        in.nothingElse();
        return new JsonObject().put("id", world.say(named(context), from, replyTo, text));
    }

    private JsonObject edit(RoutingContext context, AdminRequest in) {
        String text = in.required("text");
        in.nothingElse();
        world.edit(named(context), number(context, "message"), text);
        return new JsonObject();
    }

    private JsonObject delete(RoutingContext context, AdminRequest in) {
        in.nothingElse();
        world.delete(named(context), number(context, "message"));
        return new JsonObject();
    }

    private JsonObject skip(RoutingContext context, AdminRequest in) {
        int pts = in.number("pts", 1, 1, MOST);
        in.nothingElse();
        world.skip(named(context), pts);
        return new JsonObject();
    }

    private Channel named(RoutingContext context) {
        return place(Long.parseLong(context.pathParam("id")));
    }

    private Channel place(long id) {
        Channel channel = world.channel(id);
        if (channel == null) {
            throw new IllegalArgumentException("there is no channel " + id);
        }
        return channel;
    }

    private static int number(RoutingContext context, String name) {
        return Integer.parseInt(context.pathParam(name));
    }
}
