package io.pult.mtproto;

import java.lang.management.ManagementFactory;

/** What this JVM keeps. */
public final class Heap {
    private Heap() {}

    /** Bytes after a collection: the third, as what the first ones finalise is found by the next. */
    public static long kept() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(300);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
