FROM debian:trixie-slim AS base
# step 1
COPY part-001.txt /opt/parts/
RUN test -f /opt/parts/part-001.txt
# step 2
COPY part-002.txt /opt/parts/
RUN test -f /opt/parts/part-002.txt
# step 3
COPY part-003.txt /opt/parts/
RUN test -f /opt/parts/part-003.txt
# step 4
COPY part-004.txt /opt/parts/
RUN test -f /opt/parts/part-004.txt
# step 5
COPY part-005.txt /opt/parts/
RUN test -f /opt/parts/part-005.txt
# step 6
COPY part-006.txt /opt/parts/
RUN test -f /opt/parts/part-006.txt
# step 7
COPY part-007.txt /opt/parts/
RUN test -f /opt/parts/part-007.txt
# step 8
COPY part-008.txt /opt/parts/
RUN test -f /opt/parts/part-008.txt
# step 9
COPY part-009.txt /opt/parts/
RUN test -f /opt/parts/part-009.txt
# step 10
COPY part-010.txt /opt/parts/
RUN test -f /opt/parts/part-010.txt
# step 11
COPY part-011.txt /opt/parts/
RUN test -f /opt/parts/part-011.txt
# step 12
COPY part-012.txt /opt/parts/
RUN test -f /opt/parts/part-012.txt
# step 13
COPY part-013.txt /opt/parts/
RUN test -f /opt/parts/part-013.txt
# step 14
COPY part-014.txt /opt/parts/
RUN test -f /opt/parts/part-014.txt
# step 15
COPY part-015.txt /opt/parts/
RUN test -f /opt/parts/part-015.txt
# step 16
COPY part-016.txt /opt/parts/
RUN test -f /opt/parts/part-016.txt
# step 17
COPY part-017.txt /opt/parts/
RUN test -f /opt/parts/part-017.txt
# step 18
COPY part-018.txt /opt/parts/
RUN test -f /opt/parts/part-018.txt
# step 19
COPY part-019.txt /opt/parts/
RUN test -f /opt/parts/part-019.txt
# step 20
COPY part-020.txt /opt/parts/
RUN test -f /opt/parts/part-020.txt
# step 21
COPY part-021.txt /opt/parts/
RUN test -f /opt/parts/part-021.txt
# step 22
COPY part-022.txt /opt/parts/
RUN test -f /opt/parts/part-022.txt
# step 23
COPY part-023.txt /opt/parts/
RUN test -f /opt/parts/part-023.txt
# step 24
COPY part-024.txt /opt/parts/
RUN test -f /opt/parts/part-024.txt
# step 25
COPY part-025.txt /opt/parts/
RUN test -f /opt/parts/part-025.txt
# step 26
COPY part-026.txt /opt/parts/
RUN test -f /opt/parts/part-026.txt
# step 27
COPY part-027.txt /opt/parts/
RUN test -f /opt/parts/part-027.txt
# step 28
COPY part-028.txt /opt/parts/
RUN test -f /opt/parts/part-028.txt
# step 29
COPY part-029.txt /opt/parts/
RUN test -f /opt/parts/part-029.txt
# step 30
COPY part-030.txt /opt/parts/
RUN test -f /opt/parts/part-030.txt
# step 31
COPY part-031.txt /opt/parts/
RUN test -f /opt/parts/part-031.txt
# step 32
COPY part-032.txt /opt/parts/
RUN test -f /opt/parts/part-032.txt
# step 33
COPY part-033.txt /opt/parts/
RUN test -f /opt/parts/part-033.txt
# step 34
COPY part-034.txt /opt/parts/
RUN test -f /opt/parts/part-034.txt
# step 35
COPY part-035.txt /opt/parts/
RUN test -f /opt/parts/part-035.txt
# step 36
COPY part-036.txt /opt/parts/
RUN test -f /opt/parts/part-036.txt
# step 37
COPY part-037.txt /opt/parts/
RUN test -f /opt/parts/part-037.txt
# step 38
COPY part-038.txt /opt/parts/
RUN test -f /opt/parts/part-038.txt
# step 39
COPY part-039.txt /opt/parts/
RUN test -f /opt/parts/part-039.txt
# step 40
COPY part-040.txt /opt/parts/
RUN test -f /opt/parts/part-040.txt
# step 41
COPY part-041.txt /opt/parts/
RUN test -f /opt/parts/part-041.txt
# step 42
COPY part-042.txt /opt/parts/
RUN test -f /opt/parts/part-042.txt
# step 43
COPY part-043.txt /opt/parts/
RUN test -f /opt/parts/part-043.txt
# step 44
COPY part-044.txt /opt/parts/
RUN test -f /opt/parts/part-044.txt
# step 45
COPY part-045.txt /opt/parts/
RUN test -f /opt/parts/part-045.txt
# step 46
COPY part-046.txt /opt/parts/
RUN test -f /opt/parts/part-046.txt
# step 47
COPY part-047.txt /opt/parts/
RUN test -f /opt/parts/part-047.txt
# step 48
COPY part-048.txt /opt/parts/
RUN test -f /opt/parts/part-048.txt
# step 49
COPY part-049.txt /opt/parts/
RUN test -f /opt/parts/part-049.txt
# step 50
COPY part-050.txt /opt/parts/
RUN test -f /opt/parts/part-050.txt
# step 51
COPY part-051.txt /opt/parts/
RUN test -f /opt/parts/part-051.txt
# step 52
COPY part-052.txt /opt/parts/
RUN test -f /opt/parts/part-052.txt
# step 53
COPY part-053.txt /opt/parts/
RUN test -f /opt/parts/part-053.txt
# step 54
COPY part-054.txt /opt/parts/
RUN test -f /opt/parts/part-054.txt
# step 55
COPY part-055.txt /opt/parts/
RUN test -f /opt/parts/part-055.txt
# step 56
COPY part-056.txt /opt/parts/
RUN test -f /opt/parts/part-056.txt
# step 57
COPY part-057.txt /opt/parts/
RUN test -f /opt/parts/part-057.txt
# step 58
COPY part-058.txt /opt/parts/
RUN test -f /opt/parts/part-058.txt
# step 59
COPY part-059.txt /opt/parts/
RUN test -f /opt/parts/part-059.txt
# step 60
COPY part-060.txt /opt/parts/
RUN test -f /opt/parts/part-060.txt
# step 61
COPY part-061.txt /opt/parts/
RUN test -f /opt/parts/part-061.txt
# step 62
COPY part-062.txt /opt/parts/
RUN test -f /opt/parts/part-062.txt
# step 63
COPY part-063.txt /opt/parts/
RUN test -f /opt/parts/part-063.txt
# step 64
COPY part-064.txt /opt/parts/
RUN test -f /opt/parts/part-064.txt
# step 65
COPY part-065.txt /opt/parts/
RUN test -f /opt/parts/part-065.txt
# step 66
COPY part-066.txt /opt/parts/
RUN test -f /opt/parts/part-066.txt
# step 67
COPY part-067.txt /opt/parts/
RUN test -f /opt/parts/part-067.txt
# step 68
COPY part-068.txt /opt/parts/
RUN test -f /opt/parts/part-068.txt
# step 69
COPY part-069.txt /opt/parts/
RUN test -f /opt/parts/part-069.txt
# step 70
COPY part-070.txt /opt/parts/
RUN test -f /opt/parts/part-070.txt
# step 71
COPY part-071.txt /opt/parts/
RUN test -f /opt/parts/part-071.txt
# step 72
COPY part-072.txt /opt/parts/
RUN test -f /opt/parts/part-072.txt
# step 73
COPY part-073.txt /opt/parts/
RUN test -f /opt/parts/part-073.txt
# step 74
COPY part-074.txt /opt/parts/
RUN test -f /opt/parts/part-074.txt
# step 75
COPY part-075.txt /opt/parts/
RUN test -f /opt/parts/part-075.txt
# step 76
COPY part-076.txt /opt/parts/
RUN test -f /opt/parts/part-076.txt
# step 77
COPY part-077.txt /opt/parts/
RUN test -f /opt/parts/part-077.txt
# step 78
COPY part-078.txt /opt/parts/
RUN test -f /opt/parts/part-078.txt
# step 79
COPY part-079.txt /opt/parts/
RUN test -f /opt/parts/part-079.txt
# step 80
COPY part-080.txt /opt/parts/
RUN test -f /opt/parts/part-080.txt
# step 81
COPY part-081.txt /opt/parts/
RUN test -f /opt/parts/part-081.txt
# step 82
COPY part-082.txt /opt/parts/
RUN test -f /opt/parts/part-082.txt
# step 83
COPY part-083.txt /opt/parts/
RUN test -f /opt/parts/part-083.txt
# step 84
COPY part-084.txt /opt/parts/
RUN test -f /opt/parts/part-084.txt
# step 85
COPY part-085.txt /opt/parts/
RUN test -f /opt/parts/part-085.txt
# step 86
COPY part-086.txt /opt/parts/
RUN test -f /opt/parts/part-086.txt
# step 87
COPY part-087.txt /opt/parts/
RUN test -f /opt/parts/part-087.txt
# step 88
COPY part-088.txt /opt/parts/
RUN test -f /opt/parts/part-088.txt
# step 89
COPY part-089.txt /opt/parts/
RUN test -f /opt/parts/part-089.txt
# step 90
COPY part-090.txt /opt/parts/
RUN test -f /opt/parts/part-090.txt
# step 91
COPY part-091.txt /opt/parts/
RUN test -f /opt/parts/part-091.txt
# step 92
COPY part-092.txt /opt/parts/
RUN test -f /opt/parts/part-092.txt
# step 93
COPY part-093.txt /opt/parts/
RUN test -f /opt/parts/part-093.txt
# step 94
COPY part-094.txt /opt/parts/
RUN test -f /opt/parts/part-094.txt
# step 95
COPY part-095.txt /opt/parts/
RUN test -f /opt/parts/part-095.txt
# step 96
COPY part-096.txt /opt/parts/
RUN test -f /opt/parts/part-096.txt
# step 97
COPY part-097.txt /opt/parts/
RUN test -f /opt/parts/part-097.txt
# step 98
COPY part-098.txt /opt/parts/
RUN test -f /opt/parts/part-098.txt
# step 99
COPY part-099.txt /opt/parts/
RUN test -f /opt/parts/part-099.txt
# step 100
COPY part-100.txt /opt/parts/
RUN test -f /opt/parts/part-100.txt
# step 101
COPY part-101.txt /opt/parts/
RUN test -f /opt/parts/part-101.txt
# step 102
COPY part-102.txt /opt/parts/
RUN test -f /opt/parts/part-102.txt
# step 103
COPY part-103.txt /opt/parts/
RUN test -f /opt/parts/part-103.txt
# step 104
COPY part-104.txt /opt/parts/
RUN test -f /opt/parts/part-104.txt
# step 105
COPY part-105.txt /opt/parts/
RUN test -f /opt/parts/part-105.txt
# step 106
COPY part-106.txt /opt/parts/
RUN test -f /opt/parts/part-106.txt
# step 107
COPY part-107.txt /opt/parts/
RUN test -f /opt/parts/part-107.txt
# step 108
COPY part-108.txt /opt/parts/
RUN test -f /opt/parts/part-108.txt
# step 109
COPY part-109.txt /opt/parts/
RUN test -f /opt/parts/part-109.txt
# step 110
COPY part-110.txt /opt/parts/
RUN test -f /opt/parts/part-110.txt
# step 111
COPY part-111.txt /opt/parts/
RUN test -f /opt/parts/part-111.txt
# step 112
COPY part-112.txt /opt/parts/
RUN test -f /opt/parts/part-112.txt
# step 113
COPY part-113.txt /opt/parts/
RUN test -f /opt/parts/part-113.txt
# step 114
COPY part-114.txt /opt/parts/
RUN test -f /opt/parts/part-114.txt
# step 115
COPY part-115.txt /opt/parts/
RUN test -f /opt/parts/part-115.txt
# step 116
COPY part-116.txt /opt/parts/
RUN test -f /opt/parts/part-116.txt
# step 117
COPY part-117.txt /opt/parts/
RUN test -f /opt/parts/part-117.txt
# step 118
COPY part-118.txt /opt/parts/
RUN test -f /opt/parts/part-118.txt
# step 119
COPY part-119.txt /opt/parts/
RUN test -f /opt/parts/part-119.txt
# step 120
COPY part-120.txt /opt/parts/
RUN test -f /opt/parts/part-120.txt
# step 121
COPY part-121.txt /opt/parts/
RUN test -f /opt/parts/part-121.txt
# step 122
COPY part-122.txt /opt/parts/
RUN test -f /opt/parts/part-122.txt
# step 123
COPY part-123.txt /opt/parts/
RUN test -f /opt/parts/part-123.txt
# step 124
COPY part-124.txt /opt/parts/
RUN test -f /opt/parts/part-124.txt
# step 125
COPY part-125.txt /opt/parts/
RUN test -f /opt/parts/part-125.txt
# step 126
COPY part-126.txt /opt/parts/
RUN test -f /opt/parts/part-126.txt
# step 127
COPY part-127.txt /opt/parts/
RUN test -f /opt/parts/part-127.txt
# step 128
COPY part-128.txt /opt/parts/
RUN test -f /opt/parts/part-128.txt
# step 129
COPY part-129.txt /opt/parts/
RUN test -f /opt/parts/part-129.txt
# step 130
COPY part-130.txt /opt/parts/
RUN test -f /opt/parts/part-130.txt
# step 131
COPY part-131.txt /opt/parts/
RUN test -f /opt/parts/part-131.txt
# step 132
COPY part-132.txt /opt/parts/
RUN test -f /opt/parts/part-132.txt
# step 133
COPY part-133.txt /opt/parts/
RUN test -f /opt/parts/part-133.txt
# step 134
COPY part-134.txt /opt/parts/
RUN test -f /opt/parts/part-134.txt
# step 135
COPY part-135.txt /opt/parts/
RUN test -f /opt/parts/part-135.txt
# step 136
COPY part-136.txt /opt/parts/
RUN test -f /opt/parts/part-136.txt
# step 137
COPY part-137.txt /opt/parts/
RUN test -f /opt/parts/part-137.txt
# step 138
COPY part-138.txt /opt/parts/
RUN test -f /opt/parts/part-138.txt
# step 139
COPY part-139.txt /opt/parts/
RUN test -f /opt/parts/part-139.txt
# step 140
COPY part-140.txt /opt/parts/
RUN test -f /opt/parts/part-140.txt
# step 141
COPY part-141.txt /opt/parts/
RUN test -f /opt/parts/part-141.txt
# step 142
COPY part-142.txt /opt/parts/
RUN test -f /opt/parts/part-142.txt
# step 143
COPY part-143.txt /opt/parts/
RUN test -f /opt/parts/part-143.txt
# step 144
COPY part-144.txt /opt/parts/
RUN test -f /opt/parts/part-144.txt
# step 145
COPY part-145.txt /opt/parts/
RUN test -f /opt/parts/part-145.txt
# step 146
COPY part-146.txt /opt/parts/
RUN test -f /opt/parts/part-146.txt
# step 147
COPY part-147.txt /opt/parts/
RUN test -f /opt/parts/part-147.txt
# step 148
COPY part-148.txt /opt/parts/
RUN test -f /opt/parts/part-148.txt
# step 149
COPY part-149.txt /opt/parts/
RUN test -f /opt/parts/part-149.txt
# step 150
COPY part-150.txt /opt/parts/
RUN test -f /opt/parts/part-150.txt
# step 151
COPY part-151.txt /opt/parts/
RUN test -f /opt/parts/part-151.txt
# step 152
COPY part-152.txt /opt/parts/
RUN test -f /opt/parts/part-152.txt
# step 153
COPY part-153.txt /opt/parts/
RUN test -f /opt/parts/part-153.txt
# step 154
COPY part-154.txt /opt/parts/
RUN test -f /opt/parts/part-154.txt
# step 155
COPY part-155.txt /opt/parts/
RUN test -f /opt/parts/part-155.txt
# step 156
COPY part-156.txt /opt/parts/
RUN test -f /opt/parts/part-156.txt
# step 157
COPY part-157.txt /opt/parts/
RUN test -f /opt/parts/part-157.txt
# step 158
COPY part-158.txt /opt/parts/
RUN test -f /opt/parts/part-158.txt
# step 159
COPY part-159.txt /opt/parts/
RUN test -f /opt/parts/part-159.txt
# step 160
COPY part-160.txt /opt/parts/
RUN test -f /opt/parts/part-160.txt
# step 161
COPY part-161.txt /opt/parts/
RUN test -f /opt/parts/part-161.txt
# step 162
COPY part-162.txt /opt/parts/
RUN test -f /opt/parts/part-162.txt
# step 163
COPY part-163.txt /opt/parts/
RUN test -f /opt/parts/part-163.txt
# step 164
COPY part-164.txt /opt/parts/
RUN test -f /opt/parts/part-164.txt
# step 165
COPY part-165.txt /opt/parts/
RUN test -f /opt/parts/part-165.txt
# step 166
COPY part-166.txt /opt/parts/
RUN test -f /opt/parts/part-166.txt
# step 167
COPY part-167.txt /opt/parts/
RUN test -f /opt/parts/part-167.txt
# step 168
COPY part-168.txt /opt/parts/
RUN test -f /opt/parts/part-168.txt
# step 169
COPY part-169.txt /opt/parts/
RUN test -f /opt/parts/part-169.txt
# step 170
COPY part-170.txt /opt/parts/
RUN test -f /opt/parts/part-170.txt
# step 171
COPY part-171.txt /opt/parts/
RUN test -f /opt/parts/part-171.txt
# step 172
COPY part-172.txt /opt/parts/
RUN test -f /opt/parts/part-172.txt
# step 173
COPY part-173.txt /opt/parts/
RUN test -f /opt/parts/part-173.txt
# step 174
COPY part-174.txt /opt/parts/
RUN test -f /opt/parts/part-174.txt
# step 175
COPY part-175.txt /opt/parts/
RUN test -f /opt/parts/part-175.txt
# step 176
COPY part-176.txt /opt/parts/
RUN test -f /opt/parts/part-176.txt
# step 177
COPY part-177.txt /opt/parts/
RUN test -f /opt/parts/part-177.txt
# step 178
COPY part-178.txt /opt/parts/
RUN test -f /opt/parts/part-178.txt
# step 179
COPY part-179.txt /opt/parts/
RUN test -f /opt/parts/part-179.txt
# step 180
COPY part-180.txt /opt/parts/
RUN test -f /opt/parts/part-180.txt
# step 181
COPY part-181.txt /opt/parts/
RUN test -f /opt/parts/part-181.txt
# step 182
COPY part-182.txt /opt/parts/
RUN test -f /opt/parts/part-182.txt
# step 183
COPY part-183.txt /opt/parts/
RUN test -f /opt/parts/part-183.txt
# step 184
COPY part-184.txt /opt/parts/
RUN test -f /opt/parts/part-184.txt
# step 185
COPY part-185.txt /opt/parts/
RUN test -f /opt/parts/part-185.txt
# step 186
COPY part-186.txt /opt/parts/
RUN test -f /opt/parts/part-186.txt
# step 187
COPY part-187.txt /opt/parts/
RUN test -f /opt/parts/part-187.txt
# step 188
COPY part-188.txt /opt/parts/
RUN test -f /opt/parts/part-188.txt
# step 189
COPY part-189.txt /opt/parts/
RUN test -f /opt/parts/part-189.txt
# step 190
COPY part-190.txt /opt/parts/
RUN test -f /opt/parts/part-190.txt
# step 191
COPY part-191.txt /opt/parts/
RUN test -f /opt/parts/part-191.txt
# step 192
COPY part-192.txt /opt/parts/
RUN test -f /opt/parts/part-192.txt
# step 193
COPY part-193.txt /opt/parts/
RUN test -f /opt/parts/part-193.txt
# step 194
COPY part-194.txt /opt/parts/
RUN test -f /opt/parts/part-194.txt
# step 195
COPY part-195.txt /opt/parts/
RUN test -f /opt/parts/part-195.txt
# step 196
COPY part-196.txt /opt/parts/
RUN test -f /opt/parts/part-196.txt
# step 197
COPY part-197.txt /opt/parts/
RUN test -f /opt/parts/part-197.txt
# step 198
COPY part-198.txt /opt/parts/
RUN test -f /opt/parts/part-198.txt
# step 199
COPY part-199.txt /opt/parts/
RUN test -f /opt/parts/part-199.txt
# step 200
COPY part-200.txt /opt/parts/
RUN test -f /opt/parts/part-200.txt
# step 201
COPY part-201.txt /opt/parts/
RUN test -f /opt/parts/part-201.txt
# step 202
COPY part-202.txt /opt/parts/
RUN test -f /opt/parts/part-202.txt
# step 203
COPY part-203.txt /opt/parts/
RUN test -f /opt/parts/part-203.txt
# step 204
COPY part-204.txt /opt/parts/
RUN test -f /opt/parts/part-204.txt
# step 205
COPY part-205.txt /opt/parts/
RUN test -f /opt/parts/part-205.txt
# step 206
COPY part-206.txt /opt/parts/
RUN test -f /opt/parts/part-206.txt
# step 207
COPY part-207.txt /opt/parts/
RUN test -f /opt/parts/part-207.txt
# step 208
COPY part-208.txt /opt/parts/
RUN test -f /opt/parts/part-208.txt
# step 209
COPY part-209.txt /opt/parts/
RUN test -f /opt/parts/part-209.txt
# step 210
COPY part-210.txt /opt/parts/
RUN test -f /opt/parts/part-210.txt
# step 211
COPY part-211.txt /opt/parts/
RUN test -f /opt/parts/part-211.txt
# step 212
COPY part-212.txt /opt/parts/
RUN test -f /opt/parts/part-212.txt
# step 213
COPY part-213.txt /opt/parts/
RUN test -f /opt/parts/part-213.txt
# step 214
COPY part-214.txt /opt/parts/
RUN test -f /opt/parts/part-214.txt
# step 215
COPY part-215.txt /opt/parts/
RUN test -f /opt/parts/part-215.txt
# step 216
COPY part-216.txt /opt/parts/
RUN test -f /opt/parts/part-216.txt
# step 217
COPY part-217.txt /opt/parts/
RUN test -f /opt/parts/part-217.txt
# step 218
COPY part-218.txt /opt/parts/
RUN test -f /opt/parts/part-218.txt
# step 219
COPY part-219.txt /opt/parts/
RUN test -f /opt/parts/part-219.txt
# step 220
COPY part-220.txt /opt/parts/
RUN test -f /opt/parts/part-220.txt
# step 221
COPY part-221.txt /opt/parts/
RUN test -f /opt/parts/part-221.txt
# step 222
COPY part-222.txt /opt/parts/
RUN test -f /opt/parts/part-222.txt
# step 223
COPY part-223.txt /opt/parts/
RUN test -f /opt/parts/part-223.txt
# step 224
COPY part-224.txt /opt/parts/
RUN test -f /opt/parts/part-224.txt
# step 225
COPY part-225.txt /opt/parts/
RUN test -f /opt/parts/part-225.txt
# step 226
COPY part-226.txt /opt/parts/
RUN test -f /opt/parts/part-226.txt
# step 227
COPY part-227.txt /opt/parts/
RUN test -f /opt/parts/part-227.txt
# step 228
COPY part-228.txt /opt/parts/
RUN test -f /opt/parts/part-228.txt
# step 229
COPY part-229.txt /opt/parts/
RUN test -f /opt/parts/part-229.txt
# step 230
COPY part-230.txt /opt/parts/
RUN test -f /opt/parts/part-230.txt
# step 231
COPY part-231.txt /opt/parts/
RUN test -f /opt/parts/part-231.txt
# step 232
COPY part-232.txt /opt/parts/
RUN test -f /opt/parts/part-232.txt
# step 233
COPY part-233.txt /opt/parts/
RUN test -f /opt/parts/part-233.txt
# step 234
COPY part-234.txt /opt/parts/
RUN test -f /opt/parts/part-234.txt
# step 235
COPY part-235.txt /opt/parts/
RUN test -f /opt/parts/part-235.txt
# step 236
COPY part-236.txt /opt/parts/
RUN test -f /opt/parts/part-236.txt
# step 237
COPY part-237.txt /opt/parts/
RUN test -f /opt/parts/part-237.txt
# step 238
COPY part-238.txt /opt/parts/
RUN test -f /opt/parts/part-238.txt
# step 239
COPY part-239.txt /opt/parts/
RUN test -f /opt/parts/part-239.txt
# step 240
COPY part-240.txt /opt/parts/
RUN test -f /opt/parts/part-240.txt
# step 241
COPY part-241.txt /opt/parts/
RUN test -f /opt/parts/part-241.txt
# step 242
COPY part-242.txt /opt/parts/
RUN test -f /opt/parts/part-242.txt
# step 243
COPY part-243.txt /opt/parts/
RUN test -f /opt/parts/part-243.txt
# step 244
COPY part-244.txt /opt/parts/
RUN test -f /opt/parts/part-244.txt
# step 245
COPY part-245.txt /opt/parts/
RUN test -f /opt/parts/part-245.txt
# step 246
COPY part-246.txt /opt/parts/
RUN test -f /opt/parts/part-246.txt
# step 247
COPY part-247.txt /opt/parts/
RUN test -f /opt/parts/part-247.txt
# step 248
COPY part-248.txt /opt/parts/
RUN test -f /opt/parts/part-248.txt
# step 249
COPY part-249.txt /opt/parts/
RUN test -f /opt/parts/part-249.txt
# step 250
COPY part-250.txt /opt/parts/
RUN test -f /opt/parts/part-250.txt
# step 251
COPY part-251.txt /opt/parts/
RUN test -f /opt/parts/part-251.txt
# step 252
COPY part-252.txt /opt/parts/
RUN test -f /opt/parts/part-252.txt
# step 253
COPY part-253.txt /opt/parts/
RUN test -f /opt/parts/part-253.txt
# step 254
COPY part-254.txt /opt/parts/
RUN test -f /opt/parts/part-254.txt
# step 255
COPY part-255.txt /opt/parts/
RUN test -f /opt/parts/part-255.txt
# step 256
COPY part-256.txt /opt/parts/
RUN test -f /opt/parts/part-256.txt
# step 257
COPY part-257.txt /opt/parts/
RUN test -f /opt/parts/part-257.txt
# step 258
COPY part-258.txt /opt/parts/
RUN test -f /opt/parts/part-258.txt
# step 259
COPY part-259.txt /opt/parts/
RUN test -f /opt/parts/part-259.txt
# step 260
COPY part-260.txt /opt/parts/
RUN test -f /opt/parts/part-260.txt
# step 261
COPY part-261.txt /opt/parts/
RUN test -f /opt/parts/part-261.txt
# step 262
COPY part-262.txt /opt/parts/
RUN test -f /opt/parts/part-262.txt
# step 263
COPY part-263.txt /opt/parts/
RUN test -f /opt/parts/part-263.txt
# step 264
COPY part-264.txt /opt/parts/
RUN test -f /opt/parts/part-264.txt
# step 265
COPY part-265.txt /opt/parts/
RUN test -f /opt/parts/part-265.txt
# step 266
COPY part-266.txt /opt/parts/
RUN test -f /opt/parts/part-266.txt
# step 267
COPY part-267.txt /opt/parts/
RUN test -f /opt/parts/part-267.txt
# step 268
COPY part-268.txt /opt/parts/
RUN test -f /opt/parts/part-268.txt
# step 269
COPY part-269.txt /opt/parts/
RUN test -f /opt/parts/part-269.txt
# step 270
COPY part-270.txt /opt/parts/
RUN test -f /opt/parts/part-270.txt
# step 271
COPY part-271.txt /opt/parts/
RUN test -f /opt/parts/part-271.txt
# step 272
COPY part-272.txt /opt/parts/
RUN test -f /opt/parts/part-272.txt
# step 273
COPY part-273.txt /opt/parts/
RUN test -f /opt/parts/part-273.txt
# step 274
COPY part-274.txt /opt/parts/
RUN test -f /opt/parts/part-274.txt
# step 275
COPY part-275.txt /opt/parts/
RUN test -f /opt/parts/part-275.txt
# step 276
COPY part-276.txt /opt/parts/
RUN test -f /opt/parts/part-276.txt
# step 277
COPY part-277.txt /opt/parts/
RUN test -f /opt/parts/part-277.txt
# step 278
COPY part-278.txt /opt/parts/
RUN test -f /opt/parts/part-278.txt
# step 279
COPY part-279.txt /opt/parts/
RUN test -f /opt/parts/part-279.txt
# step 280
COPY part-280.txt /opt/parts/
RUN test -f /opt/parts/part-280.txt
# step 281
COPY part-281.txt /opt/parts/
RUN test -f /opt/parts/part-281.txt
# step 282
COPY part-282.txt /opt/parts/
RUN test -f /opt/parts/part-282.txt
# step 283
COPY part-283.txt /opt/parts/
RUN test -f /opt/parts/part-283.txt
# step 284
COPY part-284.txt /opt/parts/
RUN test -f /opt/parts/part-284.txt
# step 285
COPY part-285.txt /opt/parts/
RUN test -f /opt/parts/part-285.txt
# step 286
COPY part-286.txt /opt/parts/
RUN test -f /opt/parts/part-286.txt
# step 287
COPY part-287.txt /opt/parts/
RUN test -f /opt/parts/part-287.txt
# step 288
COPY part-288.txt /opt/parts/
RUN test -f /opt/parts/part-288.txt
# step 289
COPY part-289.txt /opt/parts/
RUN test -f /opt/parts/part-289.txt
# step 290
COPY part-290.txt /opt/parts/
RUN test -f /opt/parts/part-290.txt
# step 291
COPY part-291.txt /opt/parts/
RUN test -f /opt/parts/part-291.txt
# step 292
COPY part-292.txt /opt/parts/
RUN test -f /opt/parts/part-292.txt
# step 293
COPY part-293.txt /opt/parts/
RUN test -f /opt/parts/part-293.txt
# step 294
COPY part-294.txt /opt/parts/
RUN test -f /opt/parts/part-294.txt
# step 295
COPY part-295.txt /opt/parts/
RUN test -f /opt/parts/part-295.txt
# step 296
COPY part-296.txt /opt/parts/
RUN test -f /opt/parts/part-296.txt
# step 297
COPY part-297.txt /opt/parts/
RUN test -f /opt/parts/part-297.txt
# step 298
COPY part-298.txt /opt/parts/
RUN test -f /opt/parts/part-298.txt
# step 299
COPY part-299.txt /opt/parts/
RUN test -f /opt/parts/part-299.txt
# step 300
COPY part-300.txt /opt/parts/
RUN test -f /opt/parts/part-300.txt
# step 301
COPY part-301.txt /opt/parts/
RUN test -f /opt/parts/part-301.txt
# step 302
COPY part-302.txt /opt/parts/
RUN test -f /opt/parts/part-302.txt
# step 303
COPY part-303.txt /opt/parts/
RUN test -f /opt/parts/part-303.txt
# step 304
COPY part-304.txt /opt/parts/
RUN test -f /opt/parts/part-304.txt
# step 305
COPY part-305.txt /opt/parts/
RUN test -f /opt/parts/part-305.txt
# step 306
COPY part-306.txt /opt/parts/
RUN test -f /opt/parts/part-306.txt
# step 307
COPY part-307.txt /opt/parts/
RUN test -f /opt/parts/part-307.txt
# step 308
COPY part-308.txt /opt/parts/
RUN test -f /opt/parts/part-308.txt
# step 309
COPY part-309.txt /opt/parts/
RUN test -f /opt/parts/part-309.txt
# step 310
COPY part-310.txt /opt/parts/
RUN test -f /opt/parts/part-310.txt
# step 311
COPY part-311.txt /opt/parts/
RUN test -f /opt/parts/part-311.txt
# step 312
COPY part-312.txt /opt/parts/
RUN test -f /opt/parts/part-312.txt
# step 313
COPY part-313.txt /opt/parts/
RUN test -f /opt/parts/part-313.txt
# step 314
COPY part-314.txt /opt/parts/
RUN test -f /opt/parts/part-314.txt
# step 315
COPY part-315.txt /opt/parts/
RUN test -f /opt/parts/part-315.txt
# step 316
COPY part-316.txt /opt/parts/
RUN test -f /opt/parts/part-316.txt
# step 317
COPY part-317.txt /opt/parts/
RUN test -f /opt/parts/part-317.txt
# step 318
COPY part-318.txt /opt/parts/
RUN test -f /opt/parts/part-318.txt
# step 319
COPY part-319.txt /opt/parts/
RUN test -f /opt/parts/part-319.txt
# step 320
COPY part-320.txt /opt/parts/
RUN test -f /opt/parts/part-320.txt
# step 321
COPY part-321.txt /opt/parts/
RUN test -f /opt/parts/part-321.txt
# step 322
COPY part-322.txt /opt/parts/
RUN test -f /opt/parts/part-322.txt
# step 323
COPY part-323.txt /opt/parts/
RUN test -f /opt/parts/part-323.txt
# step 324
COPY part-324.txt /opt/parts/
RUN test -f /opt/parts/part-324.txt
# step 325
COPY part-325.txt /opt/parts/
RUN test -f /opt/parts/part-325.txt
# step 326
COPY part-326.txt /opt/parts/
RUN test -f /opt/parts/part-326.txt
# step 327
COPY part-327.txt /opt/parts/
RUN test -f /opt/parts/part-327.txt
# step 328
COPY part-328.txt /opt/parts/
RUN test -f /opt/parts/part-328.txt
# step 329
COPY part-329.txt /opt/parts/
RUN test -f /opt/parts/part-329.txt
# step 330
COPY part-330.txt /opt/parts/
RUN test -f /opt/parts/part-330.txt
# step 331
COPY part-331.txt /opt/parts/
RUN test -f /opt/parts/part-331.txt
# step 332
COPY part-332.txt /opt/parts/
RUN test -f /opt/parts/part-332.txt
# step 333
COPY part-333.txt /opt/parts/
RUN test -f /opt/parts/part-333.txt
# step 334
COPY part-334.txt /opt/parts/
RUN test -f /opt/parts/part-334.txt
# step 335
COPY part-335.txt /opt/parts/
RUN test -f /opt/parts/part-335.txt
# step 336
COPY part-336.txt /opt/parts/
RUN test -f /opt/parts/part-336.txt
# step 337
COPY part-337.txt /opt/parts/
RUN test -f /opt/parts/part-337.txt
# step 338
COPY part-338.txt /opt/parts/
RUN test -f /opt/parts/part-338.txt
# step 339
COPY part-339.txt /opt/parts/
RUN test -f /opt/parts/part-339.txt
# step 340
COPY part-340.txt /opt/parts/
RUN test -f /opt/parts/part-340.txt
# step 341
COPY part-341.txt /opt/parts/
RUN test -f /opt/parts/part-341.txt
# step 342
COPY part-342.txt /opt/parts/
RUN test -f /opt/parts/part-342.txt
# step 343
COPY part-343.txt /opt/parts/
RUN test -f /opt/parts/part-343.txt
# step 344
COPY part-344.txt /opt/parts/
RUN test -f /opt/parts/part-344.txt
# step 345
COPY part-345.txt /opt/parts/
RUN test -f /opt/parts/part-345.txt
# step 346
COPY part-346.txt /opt/parts/
RUN test -f /opt/parts/part-346.txt
# step 347
COPY part-347.txt /opt/parts/
RUN test -f /opt/parts/part-347.txt
# step 348
COPY part-348.txt /opt/parts/
RUN test -f /opt/parts/part-348.txt
# step 349
COPY part-349.txt /opt/parts/
RUN test -f /opt/parts/part-349.txt
# step 350
COPY part-350.txt /opt/parts/
RUN test -f /opt/parts/part-350.txt
# step 351
COPY part-351.txt /opt/parts/
RUN test -f /opt/parts/part-351.txt
# step 352
COPY part-352.txt /opt/parts/
RUN test -f /opt/parts/part-352.txt
# step 353
COPY part-353.txt /opt/parts/
RUN test -f /opt/parts/part-353.txt
# step 354
COPY part-354.txt /opt/parts/
RUN test -f /opt/parts/part-354.txt
# step 355
COPY part-355.txt /opt/parts/
RUN test -f /opt/parts/part-355.txt
# step 356
COPY part-356.txt /opt/parts/
RUN test -f /opt/parts/part-356.txt
# step 357
COPY part-357.txt /opt/parts/
RUN test -f /opt/parts/part-357.txt
# step 358
COPY part-358.txt /opt/parts/
RUN test -f /opt/parts/part-358.txt
# step 359
COPY part-359.txt /opt/parts/
RUN test -f /opt/parts/part-359.txt
# step 360
COPY part-360.txt /opt/parts/
RUN test -f /opt/parts/part-360.txt
# step 361
COPY part-361.txt /opt/parts/
RUN test -f /opt/parts/part-361.txt
# step 362
COPY part-362.txt /opt/parts/
RUN test -f /opt/parts/part-362.txt
# step 363
COPY part-363.txt /opt/parts/
RUN test -f /opt/parts/part-363.txt
# step 364
COPY part-364.txt /opt/parts/
RUN test -f /opt/parts/part-364.txt
# step 365
COPY part-365.txt /opt/parts/
RUN test -f /opt/parts/part-365.txt
# step 366
COPY part-366.txt /opt/parts/
RUN test -f /opt/parts/part-366.txt
# step 367
COPY part-367.txt /opt/parts/
RUN test -f /opt/parts/part-367.txt
# step 368
COPY part-368.txt /opt/parts/
RUN test -f /opt/parts/part-368.txt
# step 369
COPY part-369.txt /opt/parts/
RUN test -f /opt/parts/part-369.txt
# step 370
COPY part-370.txt /opt/parts/
RUN test -f /opt/parts/part-370.txt
# step 371
COPY part-371.txt /opt/parts/
RUN test -f /opt/parts/part-371.txt
# step 372
COPY part-372.txt /opt/parts/
RUN test -f /opt/parts/part-372.txt
# step 373
COPY part-373.txt /opt/parts/
RUN test -f /opt/parts/part-373.txt
# step 374
COPY part-374.txt /opt/parts/
RUN test -f /opt/parts/part-374.txt
# step 375
COPY part-375.txt /opt/parts/
RUN test -f /opt/parts/part-375.txt
# step 376
COPY part-376.txt /opt/parts/
RUN test -f /opt/parts/part-376.txt
# step 377
COPY part-377.txt /opt/parts/
RUN test -f /opt/parts/part-377.txt
# step 378
COPY part-378.txt /opt/parts/
RUN test -f /opt/parts/part-378.txt
# step 379
COPY part-379.txt /opt/parts/
RUN test -f /opt/parts/part-379.txt
# step 380
COPY part-380.txt /opt/parts/
RUN test -f /opt/parts/part-380.txt
# step 381
COPY part-381.txt /opt/parts/
RUN test -f /opt/parts/part-381.txt
# step 382
COPY part-382.txt /opt/parts/
RUN test -f /opt/parts/part-382.txt
# step 383
COPY part-383.txt /opt/parts/
RUN test -f /opt/parts/part-383.txt
# step 384
COPY part-384.txt /opt/parts/
RUN test -f /opt/parts/part-384.txt
# step 385
COPY part-385.txt /opt/parts/
RUN test -f /opt/parts/part-385.txt
# step 386
COPY part-386.txt /opt/parts/
RUN test -f /opt/parts/part-386.txt
# step 387
COPY part-387.txt /opt/parts/
RUN test -f /opt/parts/part-387.txt
# step 388
COPY part-388.txt /opt/parts/
RUN test -f /opt/parts/part-388.txt
# step 389
COPY part-389.txt /opt/parts/
RUN test -f /opt/parts/part-389.txt
# step 390
COPY part-390.txt /opt/parts/
RUN test -f /opt/parts/part-390.txt
# step 391
COPY part-391.txt /opt/parts/
RUN test -f /opt/parts/part-391.txt
# step 392
COPY part-392.txt /opt/parts/
RUN test -f /opt/parts/part-392.txt
# step 393
COPY part-393.txt /opt/parts/
RUN test -f /opt/parts/part-393.txt
# step 394
COPY part-394.txt /opt/parts/
RUN test -f /opt/parts/part-394.txt
# step 395
COPY part-395.txt /opt/parts/
RUN test -f /opt/parts/part-395.txt
# step 396
COPY part-396.txt /opt/parts/
RUN test -f /opt/parts/part-396.txt
# step 397
COPY part-397.txt /opt/parts/
RUN test -f /opt/parts/part-397.txt
# step 398
COPY part-398.txt /opt/parts/
RUN test -f /opt/parts/part-398.txt
# step 399
COPY part-399.txt /opt/parts/
RUN test -f /opt/parts/part-399.txt
# step 400
COPY part-400.txt /opt/parts/
RUN test -f /opt/parts/part-400.txt
USER 10001
CMD ["/opt/run"]
