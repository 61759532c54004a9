package io.pult.playground.telegram;

import io.pult.mtproto.tl.TlFailure;
import io.pult.playground.telegram.dc.Api;
import io.pult.playground.telegram.dc.Caller;
import io.pult.playground.telegram.dc.Reply;
import io.pult.playground.telegram.schema.Schema;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API of both data centres: unwraps a call, asks whether it may be, and lets its method answer. */
final class WorldApi implements Api {
    private static final Logger log = LoggerFactory.getLogger(WorldApi.class);

    private final World world;
    private final Methods methods;
    private final BiConsumer<Duration, Runnable> delays;

    /** @param delays runs something later */
    WorldApi(World world, BiConsumer<Duration, Runnable> delays) {
        this.world = world;
        this.methods = new Methods(world);
        this.delays = delays;
    }

    /** What a call ends with. */
    private sealed interface Outcome {
        final class Result implements Outcome {
            private final byte[] bytes;
            private final int late;

            /** @param late milliseconds by which it is put off */
            Result(byte[] bytes, int late) {
                this.bytes = bytes;
                this.late = late;
            }
        }

        record Nothing() implements Outcome {}
    }

    @Override
    public void called(Caller caller, byte[] query, Reply reply) {
        Outcome outcome;
        try {
            synchronized (world) {
                outcome = execute(caller, query);
            }
        } catch (RpcRefusal refusal) {
            reply.error(refusal.code(), refusal.text());
            return;
        } catch (TlFailure malformed) {
            reply.error(400, "INPUT_FETCH_ERROR");
            return;
        } catch (RuntimeException fault) {
            log.atError().setCause(fault).log("the stand-in failed at a call");
            reply.error(500, "STAND_IN_FAULT");
            return;
        }
        if (outcome instanceof Outcome.Result result && result.late == 0) {
            reply.result(result.bytes);
        } else if (outcome instanceof Outcome.Result result) {
            delays.accept(Duration.ofMillis(result.late), () -> reply.result(result.bytes));
        }
    }

    @Override
    public void left(Caller caller) {
        synchronized (world) {
            world.keys().left(caller);
        }
    }

    @Override
    public void keyGone(long authKeyId) {
        synchronized (world) {
            world.keys().gone(authKeyId);
        }
    }

    boolean knows(String method) {
        return methods.find(method) != null;
    }

    private Outcome execute(Caller caller, byte[] bytes) {
        Query query = Query.of(bytes);
        Key key = world.keys().of(caller.authKeyId(), caller.dc());
        Schema schema = introduced(key, query);
        String name = schema.function(query.function());
        if (name == null) {
            throw RpcRefusal.bad("INPUT_METHOD_INVALID_" + Integer.toUnsignedLong(query.function()) + "_0");
        }
        Method method = methods.find(name);
        if (method == null) {
            throw new RpcRefusal(500, "NOT_IMPLEMENTED");
        }
        Order.Effect effect = world.orders().take(name, key.account() != null ? key.account() : key.waiting());
        if (effect instanceof Order.Effect.Refused refused) {
            throw new RpcRefusal(refused.code(), refused.text());
        }
        if (effect instanceof Order.Effect.Lost) {
            return new Outcome.Nothing();
        }
        byte[] answer = answer(method, new Call(caller, key, schema, query));
        if (!query.withoutUpdates()) {
            key.listen(caller);
        }
        if (effect instanceof Order.Effect.Unanswered) {
            return new Outcome.Nothing();
        }
        return new Outcome.Result(answer, effect instanceof Order.Effect.Late late ? late.millis() : 0);
    }

    /** The layer that the key speaks, now that the client may have said which. */
    private static Schema introduced(Key key, Query query) {
        if (query.layer() != 0) {
            if (!Schema.layers().contains(query.layer())) {
                throw RpcRefusal.bad("CONNECTION_LAYER_INVALID");
            }
            key.speaks(Schema.of(query.layer()));
        }
        if (query.app() != null) {
            if (query.app().apiId() <= 0) {
                throw RpcRefusal.bad("CONNECTION_API_ID_INVALID");
            }
            key.isUsedBy(query.app());
        }
        Schema schema = key.schema();
        if (schema == null || key.app() == null) {
            throw RpcRefusal.bad("CONNECTION_NOT_INITED");
        }
        return schema;
    }

    private byte[] answer(Method method, Call call) {
        if (method.access() != Method.Access.ANYBODY) {
            requireSignedIn(call.key());
            if (method.access() == Method.Access.WRITERS && call.account().standing() == Account.Standing.FROZEN) {
                throw new RpcRefusal(420, "FROZEN_METHOD_INVALID");
            }
        }
        call.key().active(world.now());
        Object answer = method.answer().to(call);
        world.journal().called(method.name());
        return answer instanceof Method.Encoded encoded
                ? encoded.bytes()
                : call.schema().answer(method.name(), answer);
    }

    private static void requireSignedIn(Key key) {
        @Nullable Account account = key.account();
        if (account == null) {
            throw new RpcRefusal(
                    401,
                    key.waiting() != null
                            ? "SESSION_PASSWORD_NEEDED"
                            : key.revoked() ? "SESSION_REVOKED" : "AUTH_KEY_UNREGISTERED");
        }
        requireAlive(account);
    }

    static void requireAlive(Account account) {
        if (account.standing() == Account.Standing.BANNED) {
            throw new RpcRefusal(401, "USER_DEACTIVATED_BAN");
        }
        if (account.standing() == Account.Standing.DEACTIVATED) {
            throw new RpcRefusal(401, "USER_DEACTIVATED");
        }
    }
}
