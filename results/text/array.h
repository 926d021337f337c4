/* SPDX-License-Identifier: GPL-2.0-only */
/* Arrays that grow by one element at a time. */
#ifndef PAGEMARK_ARRAY_H
#define PAGEMARK_ARRAY_H

#include <stdlib.h>
#include <string.h>

/**
 * pmk_array_grow() - room for one more element in an array that doubles
 * @array: pointer to the array's pointer, which is NULL before the first element
 * @n: how many elements there are; all of them were made here
 * @size: of one, in bytes
 *
 * Return: the new element, zeroed; NULL without memory, and then the array is as it was.
 */
static inline void *pmk_array_grow(void *array, size_t n, size_t size)
{
	char *all;

	memcpy(&all, array, sizeof(all)); /* whatever it points to */
	if (!(n & (n - 1))) {
		all = realloc(all, (n ? 2 * n : 1) * size);
		if (!all)
			return NULL;
		memcpy(array, &all, sizeof(all));
	}
	return memset(all + n * size, 0, size);
}

#endif
