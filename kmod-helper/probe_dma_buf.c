// SPDX-License-Identifier: GPL-2.0-only
/* Compiles where the kernel can share buffers through dma-buf. */
#include <linux/kconfig.h>

#if !IS_ENABLED(CONFIG_DMA_SHARED_BUFFER)
#error "without CONFIG_DMA_SHARED_BUFFER"
#endif
