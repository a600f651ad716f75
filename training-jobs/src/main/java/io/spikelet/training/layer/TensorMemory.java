package io.spikelet.training.layer;

import static org.bytedeco.pytorch.global.torch.empty;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** The memory of libtorch tensors, and tensors with the layout that the passes expect. */
public final class TensorMemory {

  private TensorMemory() {}

  /**
   * The memory of a dense float tensor, without copying. Valid as long as the tensor.
   *
   * @throws IllegalArgumentException if the values do not stand densely, channels last
   */
  public static MemorySegment of(Tensor tensor) {
    if (!tensor.is_contiguous(format(tensor.dim()))) {
      throw new IllegalArgumentException(
          "tensor of shape %s is not dense with channels last"
              .formatted(Arrays.toString(tensor.sizes().vec().get())));
    }
    return MemorySegment.ofAddress(tensor.data_ptr_float().address())
        .reinterpret(tensor.numel() * Float.BYTES);
  }

  /** The tensor with channels last in memory (no copy if it is so already). */
  public static Tensor channelsLast(Tensor tensor) {
    return tensor.contiguous(format(tensor.dim()));
  }

  /** An uninitialised tensor, channels last. */
  static Tensor allocate(long... shape) {
    return empty(shape, new TensorOptions(), new MemoryFormatOptional(format(shape.length)));
  }

  /** Copies row-major floats into a new tensor. */
  public static Tensor tensor(float[] values, long... shape) {
    Tensor tensor = empty(shape);
    MemorySegment memory =
        MemorySegment.ofAddress(tensor.data_ptr_float().address())
            .reinterpret(tensor.numel() * Float.BYTES);
    MemorySegment.copy(MemorySegment.ofArray(values), 0, memory, 0, memory.byteSize());
    return tensor;
  }

  /** The values, row-major whatever the layout in memory. */
  public static float[] floats(Tensor tensor) {
    Tensor dense = tensor.detach().contiguous();
    float[] values = new float[Math.toIntExact(dense.numel())];
    dense.data_ptr_float().get(values);
    return values;
  }

  /** The shape of a tensor. */
  public static long[] shape(Tensor tensor) {
    return tensor.sizes().vec().get();
  }

  private static MemoryFormat format(long dimensions) {
    return dimensions == 4 ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
  }
}
