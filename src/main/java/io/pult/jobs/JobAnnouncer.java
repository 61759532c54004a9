package io.pult.jobs;

import io.pult.bus.Bus;
import io.pult.contract.jobs.Job;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobsEvents;
import io.pult.infra.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells how jobs move, without telling every step of a fast one: a change of state at once, anything else when the job's
 * quarter of a second is over. Confined to its verticle's context.
 */
final class JobAnnouncer {
    private static final Duration QUIET = Duration.ofMillis(250);

    private final Bus bus;
    private final Ticker ticker;
    private final Map<UUID, Told> quiet = new HashMap<>();

    JobAnnouncer(Bus bus, Ticker ticker) {
        this.bus = bus;
        this.ticker = ticker;
    }

    /** What was told last of a job, and what has come since. */
    private static final class Told {
        private JobState state;
        private @Nullable Job waiting;

        Told(JobState state) {
            this.state = state;
        }
    }

    void moved(Job job) {
        Told told = quiet.get(job.id());
        if (told == null) {
            quiet.put(job.id(), new Told(job.state()));
            ticker.after(QUIET, () -> quietIsOver(job.id()));
        } else if (told.state == job.state()) {
            told.waiting = job;
            return;
        } else {
            told.state = job.state();
            told.waiting = null;
        }
        bus.publish(JobsEvents.PROGRESSED, job);
    }

    /** Any engine with a free place may take the job. */
    void enqueued(Job job) {
        bus.publish(JobsEvents.ENQUEUED, new JobsEvents.Enqueued(job.id()));
    }

    private void quietIsOver(UUID id) {
        Told told = quiet.remove(id);
        if (told != null && told.waiting != null) {
            moved(told.waiting);
        }
    }
}
