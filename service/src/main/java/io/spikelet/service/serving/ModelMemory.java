package io.spikelet.service.serving;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * What the models may occupy together where no setting says it: what the memory of the machine, or
 * the limit of the container, leaves beside the heap and the process itself; at most {@link #MOST}.
 */
final class ModelMemory {
  /**
   * Classes, compiled code, threads, buffers and what ONNX Runtime takes for itself; measured: 200
   * to 230 MB under load.
   */
  static final long PROCESS = DataSize.ofMegabytes(256).toBytes();

  /** All shipped models together take less. */
  static final long MOST = DataSize.ofGigabytes(1).toBytes();

  private static final long LEAST = DataSize.ofMegabytes(64).toBytes();
  private static final Logger log = LoggerFactory.getLogger(ModelMemory.class);

  private ModelMemory() {}

  /** The budget of this process, which the log tells. */
  static long bytes(DataSize setting) {
    long heap = Runtime.getRuntime().maxMemory();
    long all =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    long budget = setting.toBytes() > 0 ? setting.toBytes() : left(all, heap);
    log.atInfo()
        .addKeyValue("models_mb", megabytes(budget))
        .addKeyValue("heap_mb", megabytes(heap))
        .addKeyValue("process_mb", megabytes(PROCESS))
        .addKeyValue("all_mb", megabytes(all))
        .log("memory");
    if (budget + heap + PROCESS > all) {
      log.warn(
          "Models ({} MB), heap ({} MB) and the process itself ({} MB) may take more than the {} MB"
              + " that there are; lower spikelet.pool.memory-budget or the heap.",
          megabytes(budget),
          megabytes(heap),
          megabytes(PROCESS),
          megabytes(all));
    }
    return budget;
  }

  /**
   * What is left for models.
   *
   * @param all bytes of the machine or the container
   * @param heap bytes that the heap may grow to
   */
  static long left(long all, long heap) {
    return Math.clamp(all - heap - PROCESS, LEAST, MOST);
  }

  private static long megabytes(long bytes) {
    return bytes >> 20;
  }
}
